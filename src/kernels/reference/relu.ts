import type { ReluKernels } from '../kernels.js';
import { checkLengths } from './checkLengths.js';
import { checkShape } from './checkShape.js';

/**
 * Rectified linear unit over n images of `length` numbers; a frame of zeros stays zero.
 *
 * @throws RangeError if `length` is not an integer above 0.
 */
export function referenceRelu(length: number): ReluKernels {
  checkShape('relu', { length });
  return {
    forward(x, y, n) {
      checkLengths('relu', n, { x: [x, n * length], y: [y, n * length] });
      for (let i = 0; i < n * length; i++) y[i] = Math.max(x[i], 0);
    },

    backward(dy, y, dx, n) {
      checkLengths('relu', n, { dy: [dy, n * length], y: [y, n * length], dx: [dx, n * length] });
      for (let i = 0; i < n * length; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
    },
  };
}
