import type { Random } from '../random.js';

/** A random number, uniform between `low` and `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}
