import type { RgbaImage } from '../image/pixels.js';

/**
 * The pixels [height, width] of a picture as one number each. Two numbers are equal if red, green,
 * blue and alpha are. Drawings have long runs of one colour, each of which has to be converted only
 * once.
 */
export function wholePixels({ data }: Pick<RgbaImage, 'data'>): Int32Array {
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, data.length / 4);
}
