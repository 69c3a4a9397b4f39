import type { GrayImage, RgbaImage } from '../image/pixels.js';
import { invert } from './invert.js';
import { isDarkOnLight } from './isDarkOnLight.js';
import { removeImpulses } from './removeImpulses.js';
import { removeSurroundings } from './surroundings/removeSurroundings.js';
import { shrinkPixels } from './shrinkPixels.js';
import { toLuminance } from './toLuminance.js';

/** Longer side, in pixels, of the largest pictures that are not averaged down. */
const LARGEST = 768;

/**
 * Computes how much ink each pixel holds, 0 = paper, 255 = full ink: from the alpha channel if the
 * drawing is in it, otherwise from the colours, dark on light or light on dark. The same drawing in
 * any of these forms gives the same ink. Large pictures are averaged down first, to at most 768
 * pixels on the longer side.
 */
export function extractInk(image: RgbaImage): GrayImage {
  const { width, height } = image;
  if (image.data.length !== width * height * 4 || image.data.length === 0) {
    throw new RangeError(
      `extractInk: data must be width * height * 4 bytes long. Received ${image.data.length} for ${width} x ${height}.`,
    );
  }
  const { image: small } = removeSurroundings(shrinkPixels(removeImpulses(image), LARGEST));
  const ink = { width: small.width, height: small.height, data: toLuminance(small) };
  return isDarkOnLight(ink) ? invert(ink, ink.data) : ink;
}
