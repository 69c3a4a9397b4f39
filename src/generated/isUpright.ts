import type { Pipeline } from '../ink/pipeline.js';

/** Ink whose width divided by height, in the input, is at most this may be a 1. */
const UPRIGHT = 0.4;

/** Whether an input shows no more than an upright stroke, which may be a 1. */
export function isUpright(input: Uint8Array, [height, width]: Pipeline['input']): boolean {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let i = 0; i < input.length; i++) {
    if (input[i] < 64) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right - left < UPRIGHT * (bottom - top);
}
