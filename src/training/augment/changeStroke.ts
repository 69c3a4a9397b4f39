import { clampToByte } from './clampToByte.js';
import type { InkArea } from './inkArea.js';

/**
 * Widens or thins the strokes of a framed picture [side + 2, side + 2] by `amount` pixels on each side, -1..1: grey dilation
 * (the largest of 3x3) or erosion (the smallest), of which the share |amount| is blended in. Thinning is widening of the
 * paper, that is of the bytes inverted, and takes from a line of one pixel its ink instead of its width; so what is left is
 * darkened by up to two times. Writes the pixels of `area`, which must hold all that changes; `rows` [side + 2,
 * side + 2] is scratch.
 */
export function changeStroke(
  framed: Uint8Array,
  side: number,
  area: InkArea,
  amount: number,
  rows: Uint8Array,
  out: Uint8Array,
): void {
  const width = side + 2;
  const invert = amount < 0 ? 255 : 0;
  const share = Math.floor((amount < 0 ? -amount : amount) * 256 + 0.5);
  // 1 / (1 - share / 2) for thinning
  const gain = invert === 0 ? 256 : Math.floor(131072 / (512 - share) + 0.5);
  for (let row = area.top; row <= area.bottom + 2; row++) {
    const at = row * width + area.left;
    let left = framed[at] ^ invert;
    let middle = framed[at + 1] ^ invert;
    for (let i = at + 1; i <= at + area.right - area.left + 1; i++) {
      const right = framed[i + 1] ^ invert;
      rows[i] = larger(larger(left, middle), right);
      left = middle;
      middle = right;
    }
  }
  for (let row = area.top + 1; row <= area.bottom + 1; row++) {
    const start = row * width + area.left + 1;
    for (let i = start; i <= start + area.right - area.left; i++) {
      const extreme = larger(larger(rows[i - width], rows[i]), rows[i + width]) ^ invert;
      const ink = framed[i];
      const changed = ink + ((Math.imul(extreme - ink, share) + 128) >> 8);
      out[i] = clampToByte((Math.imul(changed, gain) + 128) >> 8);
    }
  }
}

/** Of two bytes, without a branch: at the edges of ink it would be mispredicted. */
function larger(a: number, b: number): number {
  const difference = a - b;
  return a - (difference & (difference >> 31));
}
