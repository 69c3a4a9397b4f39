import { cosineOfTurn } from '../../kernels/cosineOfTurn.js';

/**
 * The cosine of an angle in radians, from +, -, * and / alone, with an error below 1e-14 for the
 * few turns that are needed: made pictures have the same bytes on every machine, and Math.cos may
 * differ in the last bit from one JavaScript engine to the next.
 */
export function cosine(angle: number): number {
  return cosineOfTurn(angle / Math.PI);
}

/** The sine of an angle in radians, as exact as `cosine`. */
export function sine(angle: number): number {
  return cosine(angle - Math.PI / 2);
}
