import type { Kernels, MapShape } from '../kernels.js';
import { checkLengths } from './checkLengths.js';
import { checkShape } from './checkShape.js';
import { framedIndex, framedBatchLength } from './frame.js';

/**
 * Removes the frame: x [N, H, W, C] framed, y [N, H * W * C].
 *
 * @throws RangeError if a size is not an integer above 0.
 */
export function referenceFlatten(shape: MapShape): ReturnType<Kernels['flatten']> {
  const { H, W, C } = shape;
  checkShape('flatten', { H, W, C });

  /**
   * Calls `visit` for every number of n images, with its index in the framed array and in the flat
   * array.
   */
  function each(n: number, visit: (framed: number, flat: number) => void): void {
    let flat = 0;
    for (let i = 0; i < n; i++) {
      for (let h = 0; h < H; h++) {
        for (let w = 0; w < W; w++) {
          const start = framedIndex(shape, C, i, h, w);
          for (let c = 0; c < C; c++) visit(start + c, flat++);
        }
      }
    }
  }

  return {
    forward(x, y, n) {
      checkLengths('flatten', n, { x: [x, framedBatchLength(shape, C, n)], y: [y, n * H * W * C] });
      each(n, (framed, flat) => {
        y[flat] = x[framed];
      });
    },

    backward(dy, dx, n) {
      checkLengths('flatten', n, { dy: [dy, n * H * W * C], dx: [dx, framedBatchLength(shape, C, n)] });
      each(n, (framed, flat) => {
        dx[framed] = dy[flat];
      });
    },
  };
}
