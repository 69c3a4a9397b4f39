import type { MapShape, MaxPoolKernels } from '../kernels.js';
import { checkLengths } from './checkLengths.js';
import { checkShape } from './checkShape.js';
import { framedIndex, framedBatchLength } from './frame.js';

/**
 * 2x2 max-pooling, stride 2, floor. x [N, H, W, C] framed, y [N, P, Q, C] framed and winner
 * [N, P, Q, C] not framed, where P = floor(H / 2) and Q = floor(W / 2). Position 0 is the top left
 * of the window, 1 the top right, 2 the bottom left, 3 the bottom right.
 *
 * @throws RangeError if a size is not an integer above 0.
 */
export function referenceMaxPool(shape: MapShape): MaxPoolKernels {
  const { H, W, C } = shape;
  checkShape('maxPool', { H, W, C });
  const P = Math.floor(H / 2);
  const Q = Math.floor(W / 2);
  const pooled = { H: P, W: Q };

  return {
    forward(x, y, winner, n) {
      checkLengths('maxPool', n, {
        x: [x, framedBatchLength(shape, C, n)],
        y: [y, framedBatchLength(pooled, C, n)],
      });
      if (winner !== null) checkLengths('maxPool', n, { winner: [winner, n * P * Q * C] });
      for (let i = 0; i < n; i++) {
        for (let p = 0; p < P; p++) {
          for (let q = 0; q < Q; q++) {
            for (let c = 0; c < C; c++) {
              let largest = -Infinity;
              let largestAt = 0;
              for (let position = 0; position < 4; position++) {
                const value = x[framedIndex(shape, C, i, 2 * p + (position >> 1), 2 * q + (position & 1)) + c];
                if (value > largest) {
                  largest = value;
                  largestAt = position;
                }
              }
              y[framedIndex(pooled, C, i, p, q) + c] = largest;
              if (winner !== null) winner[((i * P + p) * Q + q) * C + c] = largestAt;
            }
          }
        }
      }
    },

    backward(dy, winner, dx, n) {
      checkLengths('maxPool', n, {
        dy: [dy, framedBatchLength(pooled, C, n)],
        winner: [winner, n * P * Q * C],
        dx: [dx, framedBatchLength(shape, C, n)],
      });
      for (let i = 0; i < n; i++) {
        for (let h = 0; h < H; h++) {
          for (let w = 0; w < W; w++) {
            const p = h >> 1;
            const q = w >> 1;
            for (let c = 0; c < C; c++) {
              // An odd last row or column is in no window.
              const won = p < P && q < Q && winner[((i * P + p) * Q + q) * C + c] === 2 * (h & 1) + (w & 1);
              dx[framedIndex(shape, C, i, h, w) + c] = won ? dy[framedIndex(pooled, C, i, p, q) + c] : 0;
            }
          }
        }
      }
    },
  };
}
