import type { GrayImage } from '../image/pixels.js';
import type { Box } from './crop.js';

/** The smallest rectangle that holds every pixel above 0; null if there is none. */
export function inkBox({ width, height, data }: GrayImage): Box | null {
  let left = width;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] === 0) continue;
      if (top < 0) top = y;
      bottom = y;
      if (x < left) left = x;
      if (x > right) right = x;
    }
  }
  return top < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
