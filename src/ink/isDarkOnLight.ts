import type { GrayImage } from '../image/pixels.js';
import { histogramOf } from './histogramOf.js';
import { otsuThreshold } from './otsuThreshold.js';

/** True where a picture of luminance, 0 = black, 255 = white, is most likely drawn dark on light paper. */
export function isDarkOnLight(luminance: GrayImage): boolean {
  const { width, height, data } = luminance;
  const threshold = otsuThreshold(histogramOf(data));
  let light = 0;
  let borderLight = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] < threshold) continue;
      light++;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) borderLight++;
    }
  }
  const border = width > 1 && height > 1 ? 2 * (width + height) - 4 : data.length;
  return light / data.length + borderLight / border > 1;
}
