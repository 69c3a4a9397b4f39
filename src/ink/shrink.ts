import type { GrayImage } from '../image/pixels.js';
import { resize } from './resize.js';

/**
 * Averages a picture down so that its longer side is `side` pixels. A picture that is not larger is
 * returned unchanged.
 */
export function shrink(image: GrayImage, side: number): GrayImage {
  const scale = side / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  return resize(image, Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)));
}
