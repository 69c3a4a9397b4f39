import type { GrayImage } from '../image/pixels.js';
import { findInk } from './findInk.js';
import type { Pipeline } from './pipeline.js';
import { placeByMass } from './placeByMass.js';
import { resize } from './resize.js';
import { stretchContrast } from './stretchContrast.js';

/** Longer side of the ink in the input, in pixels, as in MNIST. */
const INK_SIDE = 20;

/**
 * The preprocessing of the shipped model: wherever, however large and however dark a digit is drawn, the network sees it as
 * MNIST's digits are (LeCun, Bottou, Bengio & Haffner 1998, "Gradient-based learning applied to document recognition",
 * section III.A): 20 pixels on the longer side, its centre of mass in the middle of 28 x 28.
 */
export const normalised: Pipeline = { name: 'normalised', version: 1, run: normalise };

function normalise(picture: GrayImage): Uint8Array | null {
  const found = findInk(picture);
  return found === null ? null : placeByMass(stretchContrast(scaleToInput(found.ink)));
}

function scaleToInput(ink: GrayImage): GrayImage {
  const scale = INK_SIDE / Math.max(ink.width, ink.height);
  return resize(ink, Math.max(1, Math.round(ink.width * scale)), Math.max(1, Math.round(ink.height * scale)));
}
