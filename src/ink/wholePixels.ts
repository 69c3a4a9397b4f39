import type { RgbaImage } from '../image/pixels.js';

/**
 * The pixels [height, width] of a picture as one number each, equal where red, green, blue and alpha are: drawings have long
 * runs of one colour, which need to be looked at only once.
 */
export function wholePixels({ data }: Pick<RgbaImage, 'data'>): Int32Array {
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, data.length / 4);
}
