import type { DenseKernels } from '../kernels.js';
import { checkLengths } from './checkLengths.js';
import { checkShape } from './checkShape.js';

/**
 * Fully connected layer. x [N, C], weight [K, C], bias [K], y [N, K]; no array is framed.
 *
 * @throws RangeError if a size is not an integer above 0.
 */
export function referenceDense({ C, K }: { readonly C: number; readonly K: number }): DenseKernels {
  checkShape('dense', { C, K });
  return {
    packedLength: K * C,

    pack(weight, packed) {
      checkLengths('dense', 0, { weight: [weight, K * C], packed: [packed, K * C] });
      for (let i = 0; i < K * C; i++) packed[i] = weight[i];
    },

    forward(x, packed, bias, y, n) {
      checkLengths('dense', n, { x: [x, n * C], packed: [packed, K * C], bias: [bias, K], y: [y, n * K] });
      for (let i = 0; i < n; i++) {
        for (let k = 0; k < K; k++) {
          let sum = bias[k];
          for (let c = 0; c < C; c++) sum += x[i * C + c] * packed[k * C + c];
          y[i * K + k] = sum;
        }
      }
    },

    backwardInput(dy, weight, dx, n) {
      checkLengths('dense', n, { dy: [dy, n * K], weight: [weight, K * C], dx: [dx, n * C] });
      for (let i = 0; i < n; i++) {
        for (let c = 0; c < C; c++) {
          let sum = 0;
          for (let k = 0; k < K; k++) sum += dy[i * K + k] * weight[k * C + c];
          dx[i * C + c] = sum;
        }
      }
    },

    backwardParameters(x, dy, dw, db, n) {
      checkLengths('dense', n, { x: [x, n * C], dy: [dy, n * K], dw: [dw, K * C], db: [db, K] });
      for (let k = 0; k < K; k++) {
        for (let c = 0; c < C; c++) {
          let sum = 0;
          for (let i = 0; i < n; i++) sum += dy[i * K + k] * x[i * C + c];
          dw[k * C + c] += sum;
        }
        let sum = 0;
        for (let i = 0; i < n; i++) sum += dy[i * K + k];
        db[k] += sum;
      }
    },
  };
}
