import type { InkArea } from './inkArea.js';

/**
 * Copies the ink in `area` of a picture [side, side] that begins at `offset` into a frame of paper,
 * [side + 2, side + 2].
 */
export function copyIntoFrame(
  image: Uint8Array,
  offset: number,
  side: number,
  area: InkArea,
  framed: Uint8Array,
): void {
  framed.fill(0);
  for (let row = area.top; row <= area.bottom; row++) {
    const shift = (row + 1) * (side + 2) + 1 - (offset + row * side);
    const end = offset + row * side + area.right;
    for (let i = offset + row * side + area.left; i <= end; i++) framed[i + shift] = image[i];
  }
}

/**
 * Copies the ink in `area` back from the frame into a picture [side, side] at `offset`, and clears
 * the rest of the picture.
 */
export function copyFromFrame(
  framed: Uint8Array,
  side: number,
  area: InkArea,
  image: Uint8Array,
  offset: number,
): void {
  image.fill(0, offset, offset + side * side);
  for (let row = area.top; row <= area.bottom; row++) {
    const shift = (row + 1) * (side + 2) + 1 - (offset + row * side);
    const end = offset + row * side + area.right;
    for (let i = offset + row * side + area.left; i <= end; i++) image[i] = framed[i + shift];
  }
}
