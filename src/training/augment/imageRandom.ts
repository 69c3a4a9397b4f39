import { dropoutHash } from '../../kernels/dropoutHash.js';

/**
 * Which random numbers of a picture are used for what. Each value is the first index of a range.
 */
export const DRAW = { plan: 0, eachSpeck: 0x100, eachRow: 0x200, eachKnot: 0x1000 } as const;

/**
 * The key of all draws for one picture in one epoch: a signed integer that depends only on these
 * three integers 0..2^32-1.
 */
export function imageKey(seed: number, epoch: number, row: number): number {
  return dropoutHash(dropoutHash(dropoutHash(seed ^ 0x5a17ab1e) ^ epoch) ^ row) | 0;
}

/**
 * 32 random bits, as an unsigned integer: draw number `index` = 0, 1, ... of a picture, in any
 * order.
 */
export function drawBits(key: number, index: number): number {
  return dropoutHash(key + Math.imul(index + 1, 0x9e3779b9));
}

/** Uniform integer 0..n-1, n at most 2^16. */
export function drawBelow(key: number, index: number, n: number): number {
  return Math.floor((drawBits(key, index) / 0x100000000) * n);
}
