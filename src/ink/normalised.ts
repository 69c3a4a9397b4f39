import type { GrayImage } from '../image/pixels.js';
import { INPUT_LENGTH, INPUT_SIDE, type Pipeline } from './pipeline.js';
import { resize } from './resize.js';

/** Longer side of the ink in the input, in pixels, as in MNIST. */
const INK_SIDE = 20;

export const normalised: Pipeline = { name: 'normalised', version: 1, run: normalise };

function normalise(ink: GrayImage): Uint8Array | null {
  const { width, height, data } = ink;
  let left = width,
    right = -1,
    top = height,
    bottom = -1;
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      if (data[i] >= 64) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
  if (right < 0) return null;
  const w = right - left + 1,
    h = bottom - top + 1;
  const crop = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) crop.set(data.subarray((top + y) * width + left, (top + y) * width + left + w), y * w);
  const scale = INK_SIDE / Math.max(w, h);
  const small = resize(
    { width: w, height: h, data: crop },
    Math.max(1, Math.round(w * scale)),
    Math.max(1, Math.round(h * scale)),
  );
  const input = new Uint8Array(INPUT_LENGTH);
  const ox = (INPUT_SIDE - small.width) >> 1,
    oy = (INPUT_SIDE - small.height) >> 1;
  for (let y = 0; y < small.height; y++)
    input.set(small.data.subarray(y * small.width, (y + 1) * small.width), (y + oy) * INPUT_SIDE + ox);
  return input;
}
