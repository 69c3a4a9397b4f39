import type { GlobalAveragePoolKernels, MapShape } from '../kernels.js';
import { checkLengths } from './checkLengths.js';
import { checkShape } from './checkShape.js';
import { framedIndex, framedBatchLength } from './frame.js';

/**
 * Global average pooling (Lin, Chen & Yan 2014, arXiv:1312.4400, section 3.2). x [N, H, W, C]
 * framed, y [N, C].
 *
 * @throws RangeError if a size is not an integer above 0.
 */
export function referenceGlobalAveragePool(shape: MapShape): GlobalAveragePoolKernels {
  const { H, W, C } = shape;
  checkShape('globalAveragePool', { H, W, C });
  const sum = new Float64Array(C);

  return {
    forward(x, y, n) {
      checkLengths('globalAveragePool', n, { x: [x, framedBatchLength(shape, C, n)], y: [y, n * C] });
      for (let i = 0; i < n; i++) {
        sum.fill(0);
        for (let h = 0; h < H; h++) {
          for (let w = 0; w < W; w++) {
            const start = framedIndex(shape, C, i, h, w);
            for (let c = 0; c < C; c++) sum[c] += x[start + c];
          }
        }
        for (let c = 0; c < C; c++) y[i * C + c] = sum[c] / (H * W);
      }
    },

    backward(dy, dx, n) {
      checkLengths('globalAveragePool', n, { dy: [dy, n * C], dx: [dx, framedBatchLength(shape, C, n)] });
      for (let i = 0; i < n; i++) {
        for (let h = 0; h < H; h++) {
          for (let w = 0; w < W; w++) {
            const start = framedIndex(shape, C, i, h, w);
            for (let c = 0; c < C; c++) dx[start + c] = dy[i * C + c] / (H * W);
          }
        }
      }
    },
  };
}
