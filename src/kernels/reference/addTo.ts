import type { Floats } from '../kernels.js';

/** gradient += sum, element by element. Up to this point the sums are in double precision. */
export function addTo(gradient: Floats, sum: Float64Array): void {
  for (let i = 0; i < sum.length; i++) gradient[i] += sum[i];
}
