import type { GrayImage } from '../image/pixels.js';

/** Light becomes dark, and dark light. It is written to `inverted`, which may be the picture's own data. */
export function invert(
  { width, height, data }: GrayImage,
  inverted: Uint8Array = new Uint8Array(data.length),
): GrayImage {
  for (let i = 0; i < data.length; i++) inverted[i] = 255 - data[i]; // four times as fast as map()
  return { width, height, data: inverted };
}
