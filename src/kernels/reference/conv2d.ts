import type { Conv2dKernels, ConvShape } from '../kernels.js';
import { addTo } from './addTo.js';
import { checkLengths } from './checkLengths.js';
import { checkShape } from './checkShape.js';
import { framedIndex, framedBatchLength } from './frame.js';

/**
 * Convolution (a cross-correlation, as in every network library), stride 1, padding 'same'. x
 * [N, H, W, C] framed, weight [K, size, size, C], bias [K], y [N, H, W, K] framed.
 *
 * Row r and column s of the filter look at the cell (h + r - edge, w + s - edge), where edge is 1
 * for a 3x3 filter and 0 for a 1x1 filter. Cells beyond the border are the zeros of the frame.
 *
 * @throws RangeError if a size is not an integer above 0, or `size` is neither 1 nor 3.
 */
export function referenceConv2d(shape: ConvShape): Conv2dKernels {
  const { H, W, C, K, size } = shape;
  checkShape('conv2d', { H, W, C, K });
  // A caller without types may pass any number.
  if (![1, 3].includes(size)) throw new RangeError(`conv2d: size must be 1 or 3. Received ${String(size)}.`);
  const edge = (size - 1) / 2;
  const weightLength = K * size * size * C;
  const weightIndex = (k: number, r: number, s: number) => ((k * size + r) * size + s) * C;
  const dxCell = new Float64Array(C);
  const dwSum = new Float64Array(weightLength);
  const dbSum = new Float64Array(K);

  return {
    packedLength: weightLength,

    pack(weight, packed) {
      checkLengths('conv2d', 0, { weight: [weight, weightLength], packed: [packed, weightLength] });
      for (let i = 0; i < weightLength; i++) packed[i] = weight[i];
    },

    forward(x, packed, bias, y, n) {
      checkLengths('conv2d', n, {
        x: [x, framedBatchLength(shape, C, n)],
        packed: [packed, weightLength],
        bias: [bias, K],
        y: [y, framedBatchLength(shape, K, n)],
      });
      for (let i = 0; i < n; i++) {
        for (let h = 0; h < H; h++) {
          for (let w = 0; w < W; w++) {
            for (let k = 0; k < K; k++) {
              let sum = bias[k];
              for (let r = 0; r < size; r++) {
                for (let s = 0; s < size; s++) {
                  const xs = framedIndex(shape, C, i, h + r - edge, w + s - edge);
                  const ws = weightIndex(k, r, s);
                  for (let c = 0; c < C; c++) sum += x[xs + c] * packed[ws + c];
                }
              }
              y[framedIndex(shape, K, i, h, w) + k] = sum;
            }
          }
        }
      }
    },

    // y[h, w] reads x[h + r - edge, w + s - edge], so x[h, w] is read by
    // y[h - r + edge, w - s + edge].
    backwardInput(dy, packed, dx, n) {
      checkLengths('conv2d', n, {
        dy: [dy, framedBatchLength(shape, K, n)],
        packed: [packed, weightLength],
        dx: [dx, framedBatchLength(shape, C, n)],
      });
      for (let i = 0; i < n; i++) {
        for (let h = 0; h < H; h++) {
          for (let w = 0; w < W; w++) {
            dxCell.fill(0);
            for (let r = 0; r < size; r++) {
              for (let s = 0; s < size; s++) {
                const dys = framedIndex(shape, K, i, h - r + edge, w - s + edge);
                for (let k = 0; k < K; k++) {
                  const gradient = dy[dys + k];
                  const ws = weightIndex(k, r, s);
                  for (let c = 0; c < C; c++) dxCell[c] += gradient * packed[ws + c];
                }
              }
            }
            dx.set(dxCell, framedIndex(shape, C, i, h, w));
          }
        }
      }
    },

    backwardParameters(x, dy, dw, db, n) {
      checkLengths('conv2d', n, {
        x: [x, framedBatchLength(shape, C, n)],
        dy: [dy, framedBatchLength(shape, K, n)],
        dw: [dw, weightLength],
        db: [db, K],
      });
      dwSum.fill(0);
      dbSum.fill(0);
      for (let i = 0; i < n; i++) {
        for (let h = 0; h < H; h++) {
          for (let w = 0; w < W; w++) {
            for (let k = 0; k < K; k++) {
              const gradient = dy[framedIndex(shape, K, i, h, w) + k];
              dbSum[k] += gradient;
              for (let r = 0; r < size; r++) {
                for (let s = 0; s < size; s++) {
                  const xs = framedIndex(shape, C, i, h + r - edge, w + s - edge);
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
