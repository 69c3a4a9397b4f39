import { binomialTail } from '../statistics/binomialTail.js';

/**
 * The highest error rate, 0..1, compatible with `errors` wrong answers of `n`, one-sided at `level`
 * (above 0 and below 1). The exact bound, found by bisection. n = 0 gives 1. Throws RangeError on
 * other values. Clopper & Pearson 1934, "The Use of Confidence or Fiducial Limits Illustrated in
 * the Case of the Binomial", Biometrika 26.
 */
export function upperErrorBound(errors: number, n: number, level = 0.95): number {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`upperErrorBound: level must be above 0 and below 1. Received ${level}.`);
  }
  if (errors > n) throw new RangeError(`upperErrorBound: errors must be at most n, ${n}. Received ${errors}.`);
  let [low, high] = [0, 1];
  if (binomialTail(errors, n, high) > 1 - level) return 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (binomialTail(errors, n, middle) > 1 - level) low = middle;
    else high = middle;
  }
  return high;
}
