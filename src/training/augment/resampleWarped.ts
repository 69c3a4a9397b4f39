import type { InkArea } from './inkArea.js';
import { CELL, type WarpGrid } from './warpGrid.js';

/** Selects two bytes of a word, each with room for a product with 256. */
const EVEN_BYTES = 0x00ff00ff;

/**
 * Packs every 2x2 window of a framed picture into a word, so that a bilinear sample needs one load:
 * `windows` [side + 1, side + 1] from `framed` [side + 2, side + 2] bytes. Bits 0-7 are the top
 * left pixel, 8-15 the top right, 16-23 the bottom left, 24-31 the bottom right. Only windows that
 * touch `area` hold ink.
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
 * Writes the warped picture to `out` at `offset`, [side, side]: each pixel is a bilinear sample, in
 * fixed point, at the place that `grid` gives. Everything outside the picture is paper.
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
    const height = Math.min(side - top, CELL);
    let point = Math.floor(top / CELL) * points;
    for (let first = 0; first < side; first += CELL, point++) {
      const x0 = gridX[point];
      const x1 = gridX[point + 1];
      const x2 = gridX[point + points];
      const x3 = gridX[point + points + 1];
      const y0 = gridY[point];
      const y1 = gridY[point + 1];
      const y2 = gridY[point + points];
      const y3 = gridY[point + points + 1];
      if (misses(x0, x1, x2, x3, area.left, area.right) || misses(y0, y1, y2, y3, area.top, area.bottom)) continue;

      const width = Math.min(side - first, CELL);
      for (let row = 0; row < height; row++) {
        // Coordinates are in 2^-18 pixels; one pixel is added because the windows begin in the
        // frame.
        let x = between(x0, x2, row) + (1 << 18);
        let y = between(y0, y2, row) + (1 << 18);
        const stepX = (between(x1, x3, row) + (1 << 18) - x) >> 2;
        const stepY = (between(y1, y3, row) + (1 << 18) - y) >> 2;
        const start = offset + (top + row) * side + first;
        for (let to = start; to < start + width; to++) {
          const column = x >>> 18; // negative coordinates become large
          const line = y >>> 18;
          if (column <= side && line <= side) {
            const word = windows[line * (side + 1) + column];
            // The left pixels of both rows; the lower row is in the high half.
            const left = word & EVEN_BYTES;
            const right = (word >>> 8) & EVEN_BYTES;
            const rows = (left << 8) + Math.imul(right - left, (x >>> 10) & 255);
            const upper = rows & 0xffff;
            out[to] = ((upper << 8) + Math.imul((rows >>> 16) - upper, (y >>> 10) & 255) + 32768) >>> 16;
          }
          x = (x + stepX) | 0;
          y = (y + stepY) | 0;
        }
      }
    }
  }
}

/**
 * Four times the value at `row` quarters of the way from `a` to `b`. It uses Math.imul because a
 * product of whole numbers can be -0, which would make it a float.
 */
function between(a: number, b: number, row: number): number {
  return (Math.imul(a, CELL - row) + Math.imul(b, row)) | 0;
}

/**
 * True if no sample between four coordinates, in 2^-16 pixels, can reach one of the pixels from
 * `from` to `to`.
 */
function misses(a: number, b: number, c: number, d: number, from: number, to: number): boolean {
  const low = (from - 1) * 65536;
  const high = (to + 1) * 65536;
  return (a <= low && b <= low && c <= low && d <= low) || (a >= high && b >= high && c >= high && d >= high);
}
