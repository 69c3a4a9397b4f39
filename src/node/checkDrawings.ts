import { drawingFindings, type LeakedPicture } from '../audit/drawingFindings.js';
import type { Finding } from '../audit/finding.js';
import type { Dataset } from '../datasets/dataset.js';
import { rowsWhere } from '../datasets/rowsWhere.js';
import { CHANCE_LIMIT } from '../leaks/chanceOf.js';
import { matchesUpTo, type MatchTable } from '../leaks/matchTable.js';
import { compareDrawings, type CompareDrawingsOptions } from './compareDrawings.js';
import { groupDrawings } from './groupDrawings.js';

/**
 * Compares every picture of a data set with all others: leaks from the training part into the others, copies, variants of one drawing, and
 * variants with different labels. The data set must be prepared by the normalised pipeline. Throws as `compareDrawings` does.
 */
export async function checkDrawings(
  dataset: Pick<Dataset, 'length' | 'labels' | 'splits' | 'readInputs' | 'pipeline'>,
  options: CompareDrawingsOptions = {},
): Promise<Finding[]> {
  const { length, labels, splits: parts } = dataset;
  const comparison = await compareDrawings([dataset], options);
  try {
    const { copies } = comparison;
    const distinct = rowsWhere(length, (row) => copies[row] === row);
    const near = await comparison.match(distinct, distinct);
    const matches = matchesUpTo(CHANCE_LIMIT, near);
    const drawings = await groupDrawings(comparison, distinct, near);
    const isTrained = (row: number): boolean => (parts?.[row] ?? 'train') === 'train';

    // The training row that stands for each picture of which there is one in training.
    const trained = new Map<number, number>();
    copies.forEach((first, row) => {
      if (isTrained(row) && !trained.has(first)) trained.set(first, row);
    });
    const anywhere = surestOf(matches, (other) => other);
    const inTraining = surestOf(matches, (other) => trained.get(other));
    const isAsked = (row: number): boolean => parts?.[row] === 'test' || parts?.[row] === 'val';
    // Where all that was found of a drawing is held out, training may still hold a variant that others crowded out.
    const crowded = distinct.filter((row) => anywhere.has(row) && !inTraining.has(row) && !trained.has(row));
    const asked = new Set(copies.filter((_, row) => isAsked(row)));
    const again = crowded.filter((row) => asked.has(row));
    if (again.length > 0) {
      const found = matchesUpTo(CHANCE_LIMIT, await comparison.match(again, Uint32Array.from(trained.keys())));
      for (const [row, match] of surestOf(found, (other) => trained.get(other))) inTraining.set(row, match);
    }
    const leaked = rowsWhere(length, isAsked);
    return drawingFindings({
      ...{ labels, parts, copies, limit: CHANCE_LIMIT },
      variants: pictures(distinct, (row) => anywhere.get(row)),
      drawings,
      leaked: pictures(leaked, (row) => {
        const copy = trained.get(copies[row]);
        return copy === undefined ? inTraining.get(copies[row]) : { other: copy, chance: 0 };
      }),
    });
  } finally {
    await comparison.close();
  }
}

interface Surest {
  readonly other: number;
  readonly chance: number;
}

/** The surest match of each row of a table, among those that `shownAs` gives a row to show. */
function surestOf(
  { rows, others, chances }: MatchTable,
  shownAs: (other: number) => number | undefined,
): Map<number, Surest> {
  const surest = new Map<number, Surest>();
  rows.forEach((row, i) => {
    const other = shownAs(others[i]);
    const known = surest.get(row);
    if (other !== undefined && (known === undefined || chances[i] < known.chance))
      surest.set(row, { other, chance: chances[i] });
  });
  return surest;
}

function pictures(rows: Uint32Array, find: (row: number) => Surest | undefined): LeakedPicture[] {
  return Array.from(rows).flatMap((row) => {
    const found = find(row);
    return found ? [{ row, ...found }] : [];
  });
}
