import type { RgbaImage } from '../../image/pixels.js';
import { addJpegNoise } from './jpegNoise.js';
import type { MadePaper } from './scene.js';

/** What happens to a picture after it was taken: fewer pixels, fewer levels, JPEG. */
export function afterwards(picture: RgbaImage, { reduced = 1, levels = 256, jpeg }: MadePaper): RgbaImage {
  const small = reduced > 1 ? reduce(picture, reduced) : picture;
  if (levels < 256) {
    const step = 255 / (levels - 1);
    for (let i = 0; i < small.data.length; i++) small.data[i] = Math.round(Math.round(small.data[i] / step) * step);
  }
  if (jpeg !== undefined) addJpegNoise(small, jpeg);
  return small;
}

/** The mean level of each block of `side` x `side` pixels. */
function reduce({ width, height, data }: RgbaImage, side: number): RgbaImage {
  const [wide, high] = [Math.floor(width / side), Math.floor(height / side)];
  const small = new Uint8Array(4 * wide * high);
  for (let i = 0; i < small.length; i++) {
    const [x, y] = [(i >> 2) % wide, Math.floor((i >> 2) / wide)];
    let sum = 0;
    for (let j = 0; j < side * side; j++) {
      sum += data[4 * ((y * side + Math.floor(j / side)) * width + x * side + (j % side)) + (i & 3)];
    }
    small[i] = Math.round(sum / (side * side));
  }
  return { width: wide, height: high, data: small };
}
