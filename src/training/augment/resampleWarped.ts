import { CELL, type WarpGrid } from './warpGrid.js';

/** The two low bytes of each half of a word. */
const LOW_BYTES = 0x00ff00ff;

/**
 * Packs every 2x2 window of a framed picture into a word, so that a bilinear sample is one load: `windows` [side + 1, side
 * + 1] from `framed` [side + 2, side + 2] bytes; bits 0-7 top left, 8-15 top right, 16-23 bottom left, 24-31 bottom right.
 */
export function packWindows(framed: Uint8Array, side: number, windows: Int32Array): void {
  let at = 0;
  for (let row = 0; row <= side; row++) {
    let top = row * (side + 2);
    let bottom = top + side + 2;
    let word = (framed[top] << 8) | (framed[bottom] << 24);
    for (let column = 0; column <= side; column++) {
      word = ((word >>> 8) & LOW_BYTES) | (framed[++top] << 8) | (framed[++bottom] << 24);
      windows[at++] = word;
    }
  }
}

/**
 * Writes the warped picture to `out` at `offset`, [side, side]: each pixel is a bilinear sample, in fixed point, where `grid`
 * says; what lies outside the picture is paper.
 */
export function resampleWarped(
  windows: Int32Array,
  grid: WarpGrid,
  side: number,
  out: Uint8Array,
  offset: number,
): void {
  const { points, x: gridX, y: gridY } = grid;
  let to = offset;
  for (let row = 0; row < side; row++) {
    const below = row % CELL;
    const above = CELL - below;
    let point = Math.floor(row / CELL) * points;
    // Coordinates in 2^-18 pixels, one pixel added because the windows begin in the frame.
    let x = above * gridX[point] + below * gridX[point + points] + (1 << 18);
    let y = above * gridY[point] + below * gridY[point + points] + (1 << 18);
    for (let first = 0; first < side; first += CELL) {
      point++;
      const nextX = above * gridX[point] + below * gridX[point + points] + (1 << 18);
      const nextY = above * gridY[point] + below * gridY[point + points] + (1 << 18);
      const stepX = (nextX - x) >> 2;
      const stepY = (nextY - y) >> 2;
      const end = Math.min(side - first, CELL);
      for (let i = 0; i < end; i++) {
        const column = x >>> 18; // what is negative becomes large
        const line = y >>> 18;
        let ink = 0;
        if (column <= side && line <= side) {
          const word = windows[line * (side + 1) + column];
          if (word !== 0) {
            // Both rows of the window at once: each half of the word has room for 255 * 256.
            const right = (x >>> 10) & 255;
            const down = (y >>> 10) & 255;
            const across = Math.imul(word & LOW_BYTES, 256 - right) + Math.imul((word >>> 8) & LOW_BYTES, right);
            ink = ((across & 0xffff) * (256 - down) + ((across >>> 16) & 0xffff) * down + 32768) >> 16;
          }
        }
        out[to++] = ink;
        x = (x + stepX) | 0;
        y = (y + stepY) | 0;
      }
      x = nextX;
      y = nextY;
    }
  }
}
