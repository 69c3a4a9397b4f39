import type { InkArea } from './inkArea.js';

/**
 * Widens or thins the strokes of a framed picture [side + 2, side + 2] by `amount` pixels on each
 * side, -1..1. It blends in the share |amount| of a gray dilation (the largest of 3x3 pixels) or
 * erosion (the smallest). Thinning is done by widening the paper, that is, on the inverted bytes.
 * It reduces the ink of a line of one pixel instead of its width, so the remaining ink is darkened
 * by 1 / (1 - |amount| / 2). Writes the pixels of `area`, which must contain everything that
 * changes. `rows` [side + 2, side + 2] is scratch space.
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
  const share = amount < 0 ? -amount : amount;
  const gain = invert === 0 ? 1 : 1 / (1 - share / 2);
  const ofExtreme = Math.floor(share * gain * 65536 + 0.5);
  const ofInk = Math.floor(gain * 65536 + 0.5) - ofExtreme;
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
      const ink = (Math.imul(framed[i], ofInk) + Math.imul(extreme, ofExtreme) + 32768) >> 16;
      out[i] = ink | ((255 - ink) >> 31); // clamps to 255: values above it set all bits
    }
  }
}

/** The larger of two bytes, without a branch, which would be mispredicted at the edges of ink. */
function larger(a: number, b: number): number {
  const difference = a - b;
  return a - (difference & (difference >> 31));
}
