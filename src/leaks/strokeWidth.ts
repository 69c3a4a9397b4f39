import { INPUT_LENGTH, INPUT_SIDE } from '../ink/mnistInput.js';
import { createBlur } from './blur.js';

const blurred = new Float32Array(INPUT_LENGTH);
const soften = createBlur(0.5);

/**
 * Mean width of the strokes of `ink` [28, 28], in pixels: twice the area divided by the length of
 * the outline. Pale strokes count as much as dark ones.
 */
export function strokeWidth(ink: ArrayLike<number>): number {
  soften(ink, blurred);
  let area = 0;
  let outline = 0;
  for (let y = 0; y < INPUT_SIDE; y++) {
    for (let x = 0; x < INPUT_SIDE; x++) {
      const i = y * INPUT_SIDE + x;
      area += blurred[i];
      const dx = (x < INPUT_SIDE - 1 ? blurred[i + 1] : 0) - (x > 0 ? blurred[i - 1] : 0);
      const dy = (y < INPUT_SIDE - 1 ? blurred[i + INPUT_SIDE] : 0) - (y > 0 ? blurred[i - INPUT_SIDE] : 0);
      outline += Math.sqrt(dx * dx + dy * dy) / 2;
    }
  }
  return outline > 0 ? (2 * area) / outline : 0;
}

/**
 * `ink` [28, 28] with strokes wider by `pixels` on each side, 0 or more. Fractions of a pixel are
 * interpolated between whole steps.
 */
export function widen(ink: ArrayLike<number>, pixels: number): Float32Array {
  let wide = new Float32Array(ink);
  let left = pixels;
  for (; left > 0; left--) {
    const next = widenByOne(wide);
    const share = Math.min(left, 1);
    for (let i = 0; i < INPUT_LENGTH; i++) next[i] = wide[i] + share * (next[i] - wide[i]);
    wide = next;
  }
  return wide;
}

/** For each pixel the largest of its own value and those of its four neighbours. */
function widenByOne(ink: Float32Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(INPUT_LENGTH);
  for (let y = 0; y < INPUT_SIDE; y++) {
    for (let x = 0; x < INPUT_SIDE; x++) {
      const i = y * INPUT_SIDE + x;
      let most = ink[i];
      if (x > 0 && ink[i - 1] > most) most = ink[i - 1];
      if (x < INPUT_SIDE - 1 && ink[i + 1] > most) most = ink[i + 1];
      if (y > 0 && ink[i - INPUT_SIDE] > most) most = ink[i - INPUT_SIDE];
      if (y < INPUT_SIDE - 1 && ink[i + INPUT_SIDE] > most) most = ink[i + INPUT_SIDE];
      out[i] = most;
    }
  }
  return out;
}
