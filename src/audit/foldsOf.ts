import { rowsWhere } from '../datasets/rowsWhere.js';
import { createRandom } from '../random.js';

/** Keeps these random numbers apart from others drawn with the same seed. */
const STREAM = 0x666f6c64;

/**
 * The fold, 0..folds-1, of each row of `labels` [N]. Folds are drawn at random, with the same mix
 * of digits in each; their sizes differ by ten at most. The same seed gives the same folds on every
 * machine.
 *
 * `folds` is a whole number from 2 to N, at most 255; throws RangeError otherwise.
 */
export function foldsOf(labels: Uint8Array, folds: number, seed: number): Uint8Array {
  const most = Math.min(labels.length, 255);
  if (!Number.isInteger(folds) || folds < 2 || folds > most) {
    throw new RangeError(`foldsOf: folds must be a whole number from 2 to ${most}. Received ${folds}.`);
  }
  const foldOf = new Uint8Array(labels.length);
  for (let digit = 0; digit < 10; digit++) {
    const rows = rowsWhere(labels.length, (row) => labels[row] === digit);
    createRandom(seed, STREAM, digit).shuffle(rows);
    // Each digit starts at a different fold, so that the leftover rows do not all go to the first.
    rows.forEach((row, i) => (foldOf[row] = (i + digit) % folds));
  }
  return foldOf;
}
