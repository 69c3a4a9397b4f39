import { SHAPE_LENGTH } from './describeShape.js';

/**
 * The squared distance between a[at..] and b[from..]. If it is not below `limit`, any number of at
 * least `limit` may be returned.
 */
export function squaredDistance(a: Float32Array, at: number, b: Int8Array, from: number, limit: number): number {
  let sum = 0;
  for (let i = 0; i < SHAPE_LENGTH; i += 5) {
    const d0 = a[at + i] - b[from + i];
    const d1 = a[at + i + 1] - b[from + i + 1];
    const d2 = a[at + i + 2] - b[from + i + 2];
    const d3 = a[at + i + 3] - b[from + i + 3];
    const d4 = a[at + i + 4] - b[from + i + 4];
    sum += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4;
    if (sum >= limit) return sum;
  }
  return sum;
}
