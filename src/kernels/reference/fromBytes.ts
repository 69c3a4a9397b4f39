import type { Kernels } from '../kernels.js';
import { checkLengths } from './checkLengths.js';
import { checkShape } from './checkShape.js';
import { framedIndex, framedBatchLength } from './frame.js';

/**
 * Turns bytes [N, H, W], 0 = paper, 255 = ink, into the network's first map y [N, H, W, 1] framed,
 * 0..1.
 *
 * @throws RangeError if a size is not an integer above 0.
 */
export function referenceFromBytes(shape: {
  readonly H: number;
  readonly W: number;
}): ReturnType<Kernels['fromBytes']> {
  const { H, W } = shape;
  checkShape('fromBytes', { H, W });
  return (bytes, y, n) => {
    checkLengths('fromBytes', n, { bytes: [bytes, n * H * W], y: [y, framedBatchLength(shape, 1, n)] });
    for (let i = 0; i < n; i++) {
      for (let h = 0; h < H; h++) {
        for (let w = 0; w < W; w++) y[framedIndex(shape, 1, i, h, w)] = bytes[(i * H + h) * W + w] / 255;
      }
    }
  };
}
