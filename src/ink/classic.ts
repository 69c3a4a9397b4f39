import type { GrayImage } from '../image/pixels.js';
import type { OnStep } from './inkStep.js';
import { INPUT_LENGTH, INPUT_SIDE, type Pipeline } from './pipeline.js';
import { resize } from './resize.js';

/** A pixel with at least this much ink counts as drawn, 1..255. */
export const CLASSIC_THRESHOLD = 128;

/**
 * The preprocessing of the project that Numerist set out to rebuild: every pixel becomes ink (255)
 * or paper (0). A picture that is not 28 x 28 is first scaled to fit, with its proportions kept,
 * and centred.
 */
export const classicPipeline: Pipeline = { name: 'classic', version: 1, run: binarise };

function binarise(ink: GrayImage, onStep?: OnStep): Uint8Array | null {
  const { width, height, data } = fit(ink);
  const input = new Uint8Array(INPUT_LENGTH);
  const left = (INPUT_SIDE - width) >> 1;
  const top = (INPUT_SIDE - height) >> 1;
  let drawn = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, out = (top + y) * INPUT_SIDE + left; x < width; x++, i++, out++) {
      if (data[i] < CLASSIC_THRESHOLD) continue;
      input[out] = 255;
      drawn++;
    }
  }
  onStep?.({ name: 'input', image: { width: INPUT_SIDE, height: INPUT_SIDE, data: input } });
  return drawn === 0 ? null : input;
}

function fit(ink: GrayImage): GrayImage {
  const scale = INPUT_SIDE / Math.max(ink.width, ink.height);
  if (scale === 1) return ink;
  return resize(ink, Math.max(1, Math.round(ink.width * scale)), Math.max(1, Math.round(ink.height * scale)));
}
