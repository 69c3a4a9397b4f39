import type { ConvReluPoolKernels, ConvShape, Floats } from '../kernels.js';
import { addTo } from './addTo.js';
import { checkLengths } from './checkLengths.js';
import { checkShape } from './checkShape.js';
import { framedIndex, framedBatchLength } from './frame.js';

/**
 * A 3x3 convolution with padding 'same', ReLU and 2x2 max-pooling (floor) in one pass.
 * x [N, H, W, C] framed, weight [K, 3, 3, C], bias [K], y [N, P, Q, K] framed and window
 * [N, P, Q, K] not framed, where P = floor(H / 2) and Q = floor(W / 2). An odd last row or column
 * of the convolution is never computed, because it is in no pooling window.
 *
 * @throws RangeError if a size is not an integer above 0.
 */
export function referenceConvReluPool(shape: Omit<ConvShape, 'size'>): ConvReluPoolKernels {
  const { H, W, C, K } = shape;
  checkShape('convReluPool', { H, W, C, K });
  const P = Math.floor(H / 2);
  const Q = Math.floor(W / 2);
  const pooled = { H: P, W: Q };
  const weightLength = K * 3 * 3 * C;
  const weightIndex = (k: number, r: number, s: number) => ((k * 3 + r) * 3 + s) * C;
  const windowIndex = (n: number, p: number, q: number) => ((n * P + p) * Q + q) * K;
  const dxCell = new Float64Array(C);
  const dwSum = new Float64Array(weightLength);
  const dbSum = new Float64Array(K);

  /** The index in an image's framed x at which the 3x3 window around cell (h, w) begins. */
  const windowStart = (h: number, w: number) => (h * (W + 2) + w) * C;

  /**
   * The gradient at cell (h, w) and filter k of the map before ReLU and pooling: dy if that cell
   * won and passed the ReLU, otherwise 0.
   */
  function gradientAt(dy: Floats, window: Int32Array, n: number, h: number, w: number, k: number): number {
    if (h < 0 || h >= 2 * P || w < 0 || w >= 2 * Q) return 0;
    const p = h >> 1;
    const q = w >> 1;
    const won = window[windowIndex(n, p, q) + k] === windowStart(h, w);
    return won ? dy[framedIndex(pooled, K, n, p, q) + k] : 0;
  }

  return {
    packedLength: weightLength,

    pack(weight, packed) {
      checkLengths('convReluPool', 0, { weight: [weight, weightLength], packed: [packed, weightLength] });
      for (let i = 0; i < weightLength; i++) packed[i] = weight[i];
    },

    forward(x, packed, bias, y, window, n) {
      checkLengths('convReluPool', n, {
        x: [x, framedBatchLength(shape, C, n)],
        packed: [packed, weightLength],
        bias: [bias, K],
        y: [y, framedBatchLength(pooled, K, n)],
      });
      if (window !== null) checkLengths('convReluPool', n, { window: [window, n * P * Q * K] });
      for (let i = 0; i < n; i++) {
        for (let p = 0; p < P; p++) {
          for (let q = 0; q < Q; q++) {
            for (let k = 0; k < K; k++) {
              let largest = -Infinity;
              let start = windowStart(2 * p, 2 * q);
              for (let position = 0; position < 4; position++) {
                const h = 2 * p + (position >> 1);
                const w = 2 * q + (position & 1);
                let sum = bias[k];
                for (let r = 0; r < 3; r++) {
                  for (let s = 0; s < 3; s++) {
                    const xs = framedIndex(shape, C, i, h + r - 1, w + s - 1);
                    const ws = weightIndex(k, r, s);
                    for (let c = 0; c < C; c++) sum += x[xs + c] * packed[ws + c];
                  }
                }
                if (sum > largest) {
                  largest = sum;
                  start = windowStart(h, w);
                }
              }
              y[framedIndex(pooled, K, i, p, q) + k] = Math.max(largest, 0);
              if (window !== null) window[windowIndex(i, p, q) + k] = largest > 0 ? start : -1;
            }
          }
        }
      }
    },

    backwardInput(dy, window, weight, dx, n) {
      checkLengths('convReluPool', n, {
        dy: [dy, framedBatchLength(pooled, K, n)],
        window: [window, n * P * Q * K],
        weight: [weight, weightLength],
        dx: [dx, framedBatchLength(shape, C, n)],
      });
      for (let i = 0; i < n; i++) {
        for (let h = 0; h < H; h++) {
          for (let w = 0; w < W; w++) {
            dxCell.fill(0);
            for (let r = 0; r < 3; r++) {
              for (let s = 0; s < 3; s++) {
                for (let k = 0; k < K; k++) {
                  const gradient = gradientAt(dy, window, i, h - r + 1, w - s + 1, k);
                  if (gradient === 0) continue; // true for three cells in four
                  const ws = weightIndex(k, r, s);
                  for (let c = 0; c < C; c++) dxCell[c] += gradient * weight[ws + c];
                }
              }
            }
            dx.set(dxCell, framedIndex(shape, C, i, h, w));
          }
        }
      }
    },

    backwardParameters(x, dy, window, dw, db, n) {
      checkLengths('convReluPool', n, {
        x: [x, framedBatchLength(shape, C, n)],
        dy: [dy, framedBatchLength(pooled, K, n)],
        window: [window, n * P * Q * K],
        dw: [dw, weightLength],
        db: [db, K],
      });
      dwSum.fill(0);
      dbSum.fill(0);
      for (let i = 0; i < n; i++) {
        for (let h = 0; h < 2 * P; h++) {
          for (let w = 0; w < 2 * Q; w++) {
            for (let k = 0; k < K; k++) {
              const gradient = gradientAt(dy, window, i, h, w, k);
              if (gradient === 0) continue;
              dbSum[k] += gradient;
              for (let r = 0; r < 3; r++) {
                for (let s = 0; s < 3; s++) {
                  const xs = framedIndex(shape, C, i, h + r - 1, w + s - 1);
                  const ws = weightIndex(k, r, s);
                  for (let c = 0; c < C; c++) dwSum[ws + c] += gradient * x[xs + c];
                }
              }
            }
          }
        }
      }
      addTo(dw, dwSum);
      addTo(db, dbSum);
    },
  };
}
