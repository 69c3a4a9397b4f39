import { dropoutHash } from '../dropoutHash.js';
import type { Kernels } from '../kernels.js';
import { checkLengths } from './checkLengths.js';
import { checkShape } from './checkShape.js';

/**
 * Inverted dropout (Srivastava et al. 2014, JMLR 15) over n images of `length` numbers: the units
 * that are kept are multiplied by 1 / (1 - rate), so that inference needs no correction.
 *
 * @throws RangeError if `length` is not an integer above 0, or `rate` is not in 0 <= rate < 1.
 */
export function referenceDropout(length: number, rate: number): ReturnType<Kernels['dropout']> {
  checkShape('dropout', { length });
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout: rate must be at least 0 and below 1. Received ${rate}.`);
  return (x, y, key, n) => {
    checkLengths('dropout', n, { x: [x, n * length], y: [y, n * length] });
    for (let i = 0; i < n * length; i++) y[i] = dropoutHash(key + i) < rate * 2 ** 32 ? 0 : x[i] / (1 - rate);
  };
}
