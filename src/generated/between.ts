import { exponential, logarithm } from '../kernels/exponential.js';
import type { Random } from '../random.js';

/** A random number, uniform between `low` and `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** A random number between `low` and `high`, both above 0, whose logarithm is uniform. */
export function geometric(random: Random, low: number, high: number): number {
  return low * exponential(logarithm(high / low) * random.uniform());
}
