import { dropoutHash } from '../../kernels/dropoutHash.js';

/** Which random number of a picture is used for what. Each has a place of its own, so that no part's setting shifts the draws of another. */
export const DRAW = {
  affine: 0,
  rotation: 1,
  scale: 2,
  stretch: 3,
  shear: 4,
  translationX: 5,
  translationY: 6,
  elastic: 7,
  displacement: 8,
  stroke: 9,
  strokeChange: 10,
  erase: 11,
  eraseWidth: 12,
  eraseHeight: 13,
  eraseLeft: 14,
  eraseTop: 15,
  cut: 16,
  cutLines: 17,
  cutFirst: 18,
  cutAxis: 19,
  contrast: 20,
  contrastChange: 21,
  noise: 22,
  noiseDeviation: 23,
  specks: 24,
  specksCount: 25,
  /** The first of many. */
  eachSpeck: 0x100,
  eachKnot: 0x1000,
  eachRow: 0x200,
} as const;

/** The key of all draws for one picture in one epoch: 32 bits that depend on these three integers 0..2^32-1 and nothing else. */
export function imageKey(seed: number, epoch: number, row: number): number {
  return dropoutHash(dropoutHash(dropoutHash(seed ^ 0x5a17ab1e) ^ epoch) ^ row);
}

/** 32 random bits, as an unsigned integer: draw number `index` = 0, 1, ... of a picture, in any order. */
export function drawBits(key: number, index: number): number {
  return dropoutHash(key + Math.imul(index + 1, 0x9e3779b9));
}

/** Uniform in [0, 1). */
export function drawShare(key: number, index: number): number {
  return drawBits(key, index) / 0x100000000;
}

/** Uniform in [-1, 1). */
export function drawSigned(key: number, index: number): number {
  return drawBits(key, index) / 0x80000000 - 1;
}

/** Uniform integer 0..n-1, n at most 2^16. */
export function drawBelow(key: number, index: number, n: number): number {
  return Math.floor(drawShare(key, index) * n);
}
