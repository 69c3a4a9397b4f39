import type { GrayImage } from '../image/pixels.js';
import { findInk } from './findInk.js';
import type { OnStep } from './inkStep.js';
import { INPUT_SIDE } from './mnistInput.js';
import type { Pipeline } from './pipeline.js';
import { placeByMass } from './placeByMass.js';
import { resize } from './resize.js';
import { stretchContrast } from './stretchContrast.js';

/** Longer side of the ink in the input, in pixels, as in MNIST. */
const INK_SIDE = 20;

/**
 * The preprocessing of the shipped model. Wherever a digit is drawn, and however large and dark,
 * the network sees it as the digits of MNIST are (LeCun, Bottou, Bengio & Haffner 1998,
 * "Gradient-based learning applied to document recognition", section III.A): 20 pixels on the
 * longer side, with the centre of mass in the middle of 28 x 28 pixels.
 */
export const normalised: Pipeline = {
  name: 'normalised',
  version: 2,
  input: [INPUT_SIDE, INPUT_SIDE],
  run: normalise,
};

function normalise(picture: GrayImage, onStep?: OnStep): Uint8Array | null {
  const found = findInk(picture, onStep);
  if (found === null) return null;
  onStep?.({ name: 'cut out', image: found.ink, box: found.box });
  const input = placeByMass(stretchContrast(scaleToInput(found.ink)));
  onStep?.({ name: 'input', image: { width: INPUT_SIDE, height: INPUT_SIDE, data: input } });
  return input;
}

function scaleToInput(ink: GrayImage): GrayImage {
  const scale = INK_SIDE / Math.max(ink.width, ink.height);
  return resize(ink, Math.max(1, Math.round(ink.width * scale)), Math.max(1, Math.round(ink.height * scale)));
}
