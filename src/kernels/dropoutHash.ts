/**
 * A 32-bit hash, uniform over 0..2^32-1: Chris Wellons' lowbias32 (nullprogram.com, "Prospecting
 * for Hash Functions"). Dropout hashes `key + index` and drops a unit when the result is below rate
 * * 2^32.
 */
export function dropoutHash(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}
