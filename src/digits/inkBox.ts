import type { GrayImage } from '../image/pixels.js';
import { histogramOf } from '../ink/histogramOf.js';
import { otsuThreshold } from '../ink/otsuThreshold.js';

/** The smallest box [x, y, width, height] around the ink, in pixels of the image; null where all is the same. */
export function inkBox({ width, height, data }: GrayImage): readonly [number, number, number, number] | null {
  const threshold = otsuThreshold(histogramOf(data));
  if (threshold === 0) return null;
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] < threshold) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return [left, top, right - left + 1, bottom - top + 1];
}
