import type { GrayImage, RgbaImage } from '../image/pixels.js';
import { stretchDark } from './stretchDark.js';
import { invert } from './invert.js';
import { isDarkOnLight } from './isDarkOnLight.js';
import { removeImpulses } from './removeImpulses.js';
import { removeSurroundings } from './surroundings/removeSurroundings.js';
import { shrinkPixels } from './shrinkPixels.js';
import { toLuminance } from './toLuminance.js';

/** Longer side, in pixels, of the largest pictures that are not averaged down. */
const LARGEST = 768;

/** Ink per pixel, 0 = paper, 255 = full ink. */
export interface Ink extends GrayImage {
  /** True if something at the border may be ink or not, and it cannot be told which. */
  readonly isDoubtful: boolean;
}

/**
 * Computes how much ink each pixel holds, 0 = paper, 255 = full ink: from the alpha channel if the
 * drawing is in it, otherwise from the colours, dark on light or light on dark. The same drawing in
 * any of these forms gives the same ink. Surfaces beside the sheet count as paper. Large pictures
 * are averaged down first, to at most 768 pixels on the longer side.
 */
export function extractInk(image: RgbaImage): Ink {
  const { width, height } = image;
  if (image.data.length !== width * height * 4 || image.data.length === 0) {
    throw new RangeError(
      `extractInk: data must be width * height * 4 bytes long. Received ${image.data.length} for ${width} x ${height}.`,
    );
  }
  const { image: sheet, isDoubtful } = removeSurroundings(shrinkPixels(removeImpulses(image), LARGEST));
  const ink = { width: sheet.width, height: sheet.height, data: stretchDark(toLuminance(sheet)) };
  if (isDarkOnLight(ink)) invert(ink, ink.data);
  return { ...ink, isDoubtful };
}
