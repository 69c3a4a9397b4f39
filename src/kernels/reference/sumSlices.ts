import type { Kernels } from '../kernels.js';
import { checkLengths } from './checkLengths.js';
import { checkShape } from './checkShape.js';

/**
 * Adds up the gradients of all slices of a batch, element by element. Each sum is rounded to the
 * precision of `out` after every addition, so the bits of the result depend on the order of the
 * slices and not on the threads that ran them.
 *
 * @throws RangeError if `stride` or `count` is not an integer above 0, or an array is too short.
 */
export const referenceSumSlices: Kernels['sumSlices'] = (slices, stride, count, out, start, end) => {
  checkShape('sumSlices', { stride, count });
  checkLengths('sumSlices', 0, { slices: [slices, (count - 1) * stride + end], out: [out, end] });
  for (let i = start; i < end; i++) {
    out[i] = slices[i];
    for (let s = 1; s < count; s++) out[i] += slices[s * stride + i];
  }
};
