import { createRandom } from '../random.js';
import type { SplitName } from './dataset.js';
import { rowsWhere } from './rowsWhere.js';
import { checkFractions, type Fractions, type Parts } from './split.js';

const CLASSES = 10;
/** Keeps these random numbers apart from others drawn with the same seed. */
const STREAM = 0x64726177;

/**
 * Splits rows at random so that all rows of a drawing are in one part. Works digit by digit: each
 * digit's share of test and validation comes as close to its fraction as whole drawings allow. If a
 * digit has few drawings, a fraction above 0 still gets one of them, test before validation, as
 * long as one is left to train on.
 *
 * `drawings` [N] has the same number for rows of the same drawing; `labels` [N] are 0..9. A drawing
 * belongs to the digit that most of its rows are labelled with.
 *
 * Throws RangeError unless the fractions are 0..1 and sum to 1.
 */
export function splitByDrawing(labels: Uint8Array, drawings: Uint32Array, fractions: Fractions, seed: number): Parts {
  checkFractions(fractions);
  const partOf = new Map<number, SplitName>();
  for (const [digit, sizes] of sizesByDigit(labels, drawings).entries()) {
    const order = Uint32Array.from(sizes.keys());
    createRandom(seed, STREAM, digit).shuffle(order);
    const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    let left = order.length;
    for (const part of ['test', 'val'] as const) {
      const wanted = all * fractions[part];
      let taken = 0;
      for (const drawing of order) {
        if (partOf.has(drawing) || left <= 1 || wanted === 0) continue;
        const size = sizes.get(drawing) ?? 0;
        // With this drawing the part would be farther from its size than without it.
        if (taken > 0 && taken + size / 2 > wanted) continue;
        if (taken === 0 && size > wanted && hasSmaller(order, sizes, partOf, size)) continue;
        partOf.set(drawing, part);
        taken += size;
        left--;
      }
    }
  }
  const rowsIn = (part: SplitName): Uint32Array =>
    rowsWhere(labels.length, (row) => (partOf.get(drawings[row]) ?? 'train') === part);
  return { train: rowsIn('train'), val: rowsIn('val'), test: rowsIn('test') };
}

/**
 * Whether a smaller drawing is still free: a part that its first drawing would overfill waits for
 * that one.
 */
function hasSmaller(
  order: Uint32Array,
  sizes: ReadonlyMap<number, number>,
  partOf: ReadonlyMap<number, SplitName>,
  size: number,
): boolean {
  return order.some((drawing) => !partOf.has(drawing) && (sizes.get(drawing) ?? 0) < size);
}

/** [10], for each digit the number of rows of each of its drawings. */
function sizesByDigit(labels: Uint8Array, drawings: Uint32Array): Map<number, number>[] {
  const counts = new Map<number, Uint32Array>();
  for (let row = 0; row < labels.length; row++) {
    let count = counts.get(drawings[row]);
    if (count === undefined) counts.set(drawings[row], (count = new Uint32Array(CLASSES)));
    count[labels[row]]++;
  }
  const sizes = Array.from({ length: CLASSES }, () => new Map<number, number>());
  for (const [drawing, count] of counts) {
    const digit = count.indexOf(Math.max(...count));
    sizes[digit].set(
      drawing,
      count.reduce((sum, rows) => sum + rows, 0),
    );
  }
  return sizes;
}
