import type { GrayImage, RgbaImage } from '../image/pixels.js';
import { isDarkOnLight } from './isDarkOnLight.js';
import { toLuminance } from './toLuminance.js';

/**
 * How much ink each pixel holds, 0 = paper, 255 = full ink, from the alpha channel where the drawing is there and from the
 * luminance otherwise, whether it is dark on light or light on dark. The same drawing in either form gives the same ink.
 */
export function extractInk(image: RgbaImage): GrayImage {
  const { width, height } = image;
  if (image.data.length !== width * height * 4 || image.data.length === 0) {
    throw new RangeError(
      `extractInk: data must be width * height * 4 bytes long. Received ${image.data.length} for ${width} x ${height}.`,
    );
  }
  const data = toLuminance(image);
  if (isDarkOnLight({ width, height, data })) {
    for (let i = 0; i < data.length; i++) data[i] = 255 - data[i];
  }
  return { width, height, data };
}
