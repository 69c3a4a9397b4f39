import type { InkArea } from './inkArea.js';
import { CELL, type WarpGrid } from './warpGrid.js';

/** Two bytes of a word, each with room for a product by 256. */
const EVEN_BYTES = 0x00ff00ff;

/**
 * Packs every 2x2 window of a framed picture into a word, so that a bilinear sample is one load: `windows` [side + 1, side
 * + 1] from `framed` [side + 2, side + 2] bytes; bits 0-7 top left, 8-15 top right, 16-23 bottom left, 24-31 bottom right.
 * Only windows that touch `area` hold ink.
 */
export function packWindows(framed: Uint8Array, side: number, area: InkArea, windows: Int32Array): void {
  const width = side + 2;
  windows.fill(0);
  for (let row = area.top; row <= area.bottom + 1; row++) {
    let top = row * width + area.left;
    let at = row * (side + 1) + area.left;
    let word = 0; // the column left of the ink is paper
    for (let column = area.left; column <= area.right + 1; column++) {
      top++;
      word = ((word >>> 8) & EVEN_BYTES) | (framed[top] << 8) | (framed[top + width] << 24);
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
  area: InkArea,
  grid: WarpGrid,
  side: number,
  out: Uint8Array,
  offset: number,
): void {
  const { points, x: gridX, y: gridY } = grid;
  out.fill(0, offset, offset + side * side);
  for (let top = 0; top < side; top += CELL) {
    const rows = Math.min(side - top, CELL);
    let point = Math.floor(top / CELL) * points;
    for (let left = 0; left < side; left += CELL, point++) {
      const x0 = gridX[point];
      const x1 = gridX[point + 1];
      const x2 = gridX[point + points];
      const x3 = gridX[point + points + 1];
      const y0 = gridY[point];
      const y1 = gridY[point + 1];
      const y2 = gridY[point + points];
      const y3 = gridY[point + points + 1];
      if (misses(x0, x1, x2, x3, area.left, area.right) || misses(y0, y1, y2, y3, area.top, area.bottom)) continue;

      const columns = Math.min(side - left, CELL);
      for (let row = 0; row < rows; row++) {
        // Coordinates in 2^-18 pixels; one pixel is added because the windows begin in the frame.
        let x = x0 * (CELL - row) + x2 * row + (1 << 18);
        let y = y0 * (CELL - row) + y2 * row + (1 << 18);
        const stepX = (x1 * (CELL - row) + x3 * row + (1 << 18) - x) >> 2;
        const stepY = (y1 * (CELL - row) + y3 * row + (1 << 18) - y) >> 2;
        const start = offset + (top + row) * side + left;
        for (let to = start; to < start + columns; to++) {
          const column = x >>> 18; // what is negative becomes large
          const line = y >>> 18;
          if (column <= side && line <= side) {
            const word = windows[line * (side + 1) + column];
            const right = (x >>> 10) & 255;
            const down = (y >>> 10) & 255;
            const across = Math.imul(word & EVEN_BYTES, 256 - right) + Math.imul((word >>> 8) & EVEN_BYTES, right);
            out[to] = (Math.imul(across & 0xffff, 256 - down) + Math.imul(across >>> 16, down) + 32768) >>> 16;
          }
          x = (x + stepX) | 0;
          y = (y + stepY) | 0;
        }
      }
    }
  }
}

/** Whether no sample between four coordinates, in 2^-16 pixels, can reach a pixel from `first` to `last`. */
function misses(a: number, b: number, c: number, d: number, first: number, last: number): boolean {
  const low = (first - 1) * 65536;
  const high = (last + 1) * 65536;
  return (a <= low && b <= low && c <= low && d <= low) || (a >= high && b >= high && c >= high && d >= high);
}
