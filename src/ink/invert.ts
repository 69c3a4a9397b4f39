import type { GrayImage } from '../image/pixels.js';

/**
 * Inverts a picture: light becomes dark and dark becomes light. The result is written to
 * `inverted`, which may be the picture's own data.
 */
export function invert(
  { width, height, data }: GrayImage,
  inverted: Uint8Array = new Uint8Array(data.length),
): GrayImage {
  // A loop is four times as fast as map()
  for (let i = 0; i < data.length; i++) inverted[i] = 255 - data[i];
  return { width, height, data: inverted };
}
