import { createRandom } from '../random.js';
import type { SplitName } from './dataset.js';
import { rowsWhere } from './rowsWhere.js';
import { checkFractions, type Fractions, type Parts } from './split.js';

/** Keeps these random numbers apart from others drawn with the same seed. */
const STREAM = 0x67726f75;

/**
 * Splits rows at random so that all rows of a group (a writer, a scanned page) are in one part:
 * figures on the held-out parts then apply to writers that the model has never seen. `groups` [N]
 * has the same number for rows of the same group. Test and validation come as close to N times
 * their fraction as whole groups allow. The mix of digits in a part is not balanced.
 *
 * Throws RangeError unless the fractions are 0..1 and sum to 1, or if there are too few groups for
 * a part to get any.
 */
export function splitByGroup(groups: Uint32Array, fractions: Fractions, seed: number): Parts {
  checkFractions(fractions);
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const order = Uint32Array.from(sizes.keys());
  createRandom(seed, STREAM).shuffle(order);

  const partOf = new Map<number, 'val' | 'test'>();
  for (const part of ['test', 'val'] as const) {
    const wanted = groups.length * fractions[part];
    let taken = 0;
    for (const group of order) {
      const size = sizes.get(group) ?? 0;
      // With a group more than half over, the part would be farther from its size than without it.
      if (partOf.has(group) || taken + size / 2 > wanted) continue;
      partOf.set(group, part);
      taken += size;
    }
    if (wanted > 0 && taken === 0) {
      const share = `${part} ${fractions[part]}`;
      throw new RangeError(`splitByGroup: groups must be small enough for ${share}. Received ${sizes.size} groups.`);
    }
  }
  const rowsIn = (part: SplitName): Uint32Array =>
    rowsWhere(groups.length, (row) => (partOf.get(groups[row]) ?? 'train') === part);
  return { train: rowsIn('train'), val: rowsIn('val'), test: rowsIn('test') };
}
