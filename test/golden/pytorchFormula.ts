import { dropoutHash } from '../../src/kernels/dropoutHash.js';

// The formulas of pytorch.py, so that inputs, weights and pictures do not have to be stored.

/** `length` numbers in [-limit, limit), the same Float32 values as pytorch.py's `uniform`. */
export function uniform(key: number, length: number, limit = 1): Float64Array {
  return Float64Array.from({ length }, (_, i) =>
    Math.fround(limit * ((dropoutHash((key + i) >>> 0) >>> 8) / 2 ** 23 - 1)),
  );
}

/** Labels [n] of the pictures from `first` on, 0..9. */
export function labels(first: number, n: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => dropoutHash(800_000_000 + first + i) % 10);
}

/**
 * Pictures [n, 28, 28], bytes: noise 0..63, and 160 more on the rows h whose floor(h * 10 / 28) is
 * the label.
 */
export function pictures(first: number, n: number): Uint8Array {
  const label = labels(first, n);
  return Uint8Array.from({ length: n * 784 }, (_, i) => {
    const band = Math.floor((Math.floor((i % 784) / 28) * 10) / 28);
    const ink = band === label[Math.floor(i / 784)] ? 160 : 0;
    return (dropoutHash(900_000_000 + first * 784 + i) >>> 26) + ink;
  });
}
