import type { Floats, Kernels, MapShape } from '../../src/kernels/kernels.js';
import { writeInside } from './framed.js';
import { uniform } from '../golden/pytorchFormula.js';

// Arrays for the kernel cases. `key` selects the stream of random values; all are exact in Float32.

/** The same map with K channels. */
export function withChannels({ H, W }: MapShape, K: number): MapShape {
  return { H, W, C: K };
}

/**
 * An input map of n images within [-1, 1) + offset, followed by one image of NaN that no kernel may
 * use.
 */
export function randomFramed(
  kernels: Kernels,
  key: number,
  shape: MapShape,
  n: number,
  { offset = 0 }: { readonly offset?: number } = {},
): Floats {
  const map = poisonedFramed(kernels, shape, n);
  const values = uniform(key * 10_000_000, n * shape.H * shape.W * shape.C).map((value) => Math.fround(value + offset));
  writeInside(map, shape, values, n);
  return map;
}

/** An output map of n images with frames of 0 and `value` inside, followed by one image of NaN. */
export function poisonedFramed(kernels: Kernels, shape: MapShape, n: number, value = NaN): Floats {
  const image = (shape.H + 2) * (shape.W + 2) * shape.C;
  const map = kernels.allocate((n + 1) * image);
  map.fill(NaN, n * image);
  writeInside(map, shape, new Float64Array(n * shape.H * shape.W * shape.C).fill(value), n);
  return map;
}

/** `length` numbers in [-limit, limit), followed by `slack` of NaN. */
export function randomFlat(kernels: Kernels, key: number, length: number, slack = 0, limit = 1): Floats {
  const array = poisonedFlat(kernels, length + slack);
  array.set(uniform(key * 10_000_000, length, limit));
  return array;
}

export function poisonedFlat(kernels: Kernels, length: number): Floats {
  return kernels.allocate(length).fill(NaN);
}

/**
 * Rounds to multiples of 1/16, in place. Sums of products of a few hundred such numbers within
 * [-1, 1] are exact in Float32.
 */
export function quantised(array: Floats): Floats {
  for (let i = 0; i < array.length; i++) array[i] = Math.round(array[i] * 16) / 16;
  return array;
}
