import { createRandom } from '../random.js';
import type { SplitName } from './dataset.js';
import { rowsWhere } from './rowsWhere.js';

/** Share of each part, 0..1; they sum to 1. */
export type Fractions = Readonly<Record<SplitName, number>>;
/** Row numbers of each part, ascending. */
export type Parts = Readonly<Record<SplitName, Uint32Array>>;

const PARTS = ['train', 'val', 'test'] as const;
const CLASSES = 10;
/** Keeps these random numbers apart from others drawn with the same seed. */
const STREAM = 0x73706c69;

/**
 * Splits the rows of `labels` [N] at random, with the same mix of digits in every part. The sizes
 * of the parts are exact: N times the fraction, rounded by largest remainder; each digit's share of
 * a part is off by less than two rows. The same seed gives the same split on every machine.
 *
 * Throws RangeError unless the fractions are 0..1 and sum to 1.
 */
export function splitStratified(labels: Uint8Array, fractions: Fractions, seed: number): Parts {
  checkFractions(fractions);
  const rowsOf = Array.from({ length: CLASSES }, (_, digit) =>
    rowsWhere(labels.length, (row) => labels[row] === digit),
  );
  const counts = apportion(
    rowsOf.map((rows) => rows.length),
    PARTS.map((part) => fractions[part]),
  );

  const chosen = PARTS.map((_, part) => new Uint32Array(counts.reduce((sum, row) => sum + row[part], 0)));
  const filled = PARTS.map(() => 0);
  rowsOf.forEach((rows, digit) => {
    createRandom(seed, STREAM, digit).shuffle(rows);
    let from = 0;
    PARTS.forEach((_, part) => {
      const count = counts[digit][part];
      chosen[part].set(rows.subarray(from, from + count), filled[part]);
      filled[part] += count;
      from += count;
    });
  });
  const [train, val, test] = chosen.map((rows) => rows.sort());
  return { train, val, test };
}

/** counts[c][p]: summed over p they are `sizes`, summed over c the rounded share of all rows. */
function apportion(sizes: readonly number[], fractions: readonly number[]): number[][] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = roundByLargestRemainder(total, fractions);
  const counts = sizes.map((size) => fractions.map((fraction) => Math.floor(exactly(size * fraction))));
  const rowsLeft = sizes.map((size, c) => size - counts[c].reduce((sum, count) => sum + count, 0));
  const placesLeft = wanted.map((count, p) => count - counts.reduce((sum, row) => sum + row[p], 0));

  const cells = sizes.flatMap((size, c) =>
    fractions.map((fraction, p) => ({ c, p, remainder: exactly(size * fraction) % 1 })),
  );
  cells.sort((a, b) => b.remainder - a.remainder);
  // The first round gives each cell at most one row; the second places whatever is left.
  for (const atMost of [1, total]) {
    for (const { c, p } of cells) {
      const extra = Math.min(atMost, rowsLeft[c], placesLeft[p]);
      counts[c][p] += extra;
      rowsLeft[c] -= extra;
      placesLeft[p] -= extra;
    }
  }
  return counts;
}

function roundByLargestRemainder(total: number, fractions: readonly number[]): number[] {
  const counts = fractions.map((fraction) => Math.floor(exactly(total * fraction)));
  const left = total - counts.reduce((sum, count) => sum + count, 0);
  const order = fractions.map((fraction, p) => ({ p, remainder: exactly(total * fraction) % 1 }));
  order.sort((a, b) => b.remainder - a.remainder);
  for (const { p } of order.slice(0, left)) counts[p]++;
  return counts;
}

/** Removes floating-point error: 100 * 0.29 is 28.999999999999996 and means 29. */
function exactly(count: number): number {
  const whole = Math.round(count);
  return Math.abs(count - whole) < 1e-6 ? whole : count;
}

/** Throws RangeError unless the fractions are 0..1 and sum to 1. */
export function checkFractions(fractions: Fractions): void {
  const sum = fractions.train + fractions.val + fractions.test;
  if (PARTS.every((part) => fractions[part] >= 0 && fractions[part] <= 1) && Math.abs(sum - 1) < 1e-9) return;
  const received = PARTS.map((part) => `${part} ${fractions[part]}`).join(', ');
  throw new RangeError(`split: fractions must be 0 to 1 and sum to 1. Received ${received}.`);
}
