import type { GrayImage } from '../image/pixels.js';
import { isDarkOnLight } from './isDarkOnLight.js';

/** The ink of a gray image without alpha: the same as `extractInk` finds in a gray PNG of it. */
export function grayToInk(image: GrayImage): GrayImage {
  return isDarkOnLight(image) ? { ...image, data: image.data.map((value) => 255 - value) } : image;
}
