import type { BatchNormKernels, MapShape } from '../kernels.js';
import { addTo } from './addTo.js';
import { checkLengths } from './checkLengths.js';
import { checkShape } from './checkShape.js';
import { framedIndex, framedBatchLength } from './frame.js';

/**
 * Batch normalisation in separate steps (Ioffe & Szegedy 2015, arXiv:1502.03167, Algorithm 1). x
 * [N, H, W, C] is framed; all other arrays hold one number per channel [C]. For M = N * H * W
 * cells, the caller combines the steps like this (`test/network/gradients.test.ts` checks it):
 *
 *     invStd = 1 / sqrt(m2 / M + epsilon)   scale = gamma * invStd   shift = beta - mean * scale
 *     a = scale   b = -scale * invStd * dgamma / M   c = -scale * dbeta / M - b * mean
 *
 * @throws RangeError if a size is not an integer above 0.
 */
export function referenceBatchNorm(shape: MapShape): BatchNormKernels {
  const { H, W, C } = shape;
  checkShape('batchNorm', { H, W, C });
  const first = new Float64Array(C);
  const second = new Float64Array(C);

  /** Calls `visit` for every cell of n images with the index of its first channel. */
  function eachCell(n: number, visit: (start: number) => void): void {
    for (let i = 0; i < n; i++) {
      for (let h = 0; h < H; h++) {
        for (let w = 0; w < W; w++) visit(framedIndex(shape, C, i, h, w));
      }
    }
  }

  return {
    statistics(x, mean, m2, n) {
      checkLengths('batchNorm', n, { x: [x, framedBatchLength(shape, C, n)], mean: [mean, C], m2: [m2, C] });
      first.fill(0);
      second.fill(0);
      eachCell(n, (start) => {
        for (let c = 0; c < C; c++) first[c] += x[start + c];
      });
      const cells = Math.max(n * H * W, 1); // no cells: 0 / 1
      for (let c = 0; c < C; c++) first[c] /= cells;
      // A second pass: subtracting the square of the sum from the sum of squares would lose digits.
      eachCell(n, (start) => {
        for (let c = 0; c < C; c++) second[c] += (x[start + c] - first[c]) ** 2;
      });
      mean.set(first);
      m2.set(second);
    },

    normalise(x, scale, shift, y, n) {
      checkLengths('batchNorm', n, {
        x: [x, framedBatchLength(shape, C, n)],
        scale: [scale, C],
        shift: [shift, C],
        y: [y, framedBatchLength(shape, C, n)],
      });
      eachCell(n, (start) => {
        for (let c = 0; c < C; c++) y[start + c] = x[start + c] * scale[c] + shift[c];
      });
    },

    backwardParameters(x, dy, mean, invStd, dgamma, dbeta, n) {
      checkLengths('batchNorm', n, {
        x: [x, framedBatchLength(shape, C, n)],
        dy: [dy, framedBatchLength(shape, C, n)],
        mean: [mean, C],
        invStd: [invStd, C],
        dgamma: [dgamma, C],
        dbeta: [dbeta, C],
      });
      first.fill(0);
      second.fill(0);
      eachCell(n, (start) => {
        for (let c = 0; c < C; c++) {
          first[c] += dy[start + c] * (x[start + c] - mean[c]) * invStd[c];
          second[c] += dy[start + c];
        }
      });
      addTo(dgamma, first);
      addTo(dbeta, second);
    },

    backwardInput(x, dy, a, b, c, dx, n) {
      checkLengths('batchNorm', n, {
        x: [x, framedBatchLength(shape, C, n)],
        dy: [dy, framedBatchLength(shape, C, n)],
        a: [a, C],
        b: [b, C],
        c: [c, C],
        dx: [dx, framedBatchLength(shape, C, n)],
      });
      eachCell(n, (start) => {
        for (let k = 0; k < C; k++) dx[start + k] = a[k] * dy[start + k] + b[k] * x[start + k] + c[k];
      });
    },
  };
}
