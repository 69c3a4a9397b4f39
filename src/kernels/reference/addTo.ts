import type { Floats } from '../kernels.js';

/** gradient += sum, number by number: the sums are kept in double precision until here. */
export function addTo(gradient: Floats, sum: Float64Array): void {
  for (let i = 0; i < sum.length; i++) gradient[i] += sum[i];
}
