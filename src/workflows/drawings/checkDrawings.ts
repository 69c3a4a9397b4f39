import { drawingFindings, type LeakedPicture } from '../../audit/drawingFindings.js';
import type { Finding } from '../../audit/finding.js';
import type { Dataset } from '../../datasets/dataset.js';
import { rowsWhere } from '../../datasets/rowsWhere.js';
import { CHANCE_LIMIT } from '../../leaks/chanceOf.js';
import { matchesUpTo, surestMatches, type SurestMatch } from '../../leaks/matchTable.js';
import { compareDrawings, type CompareDrawingsOptions } from './compareDrawings.js';
import type { StartDrawingThreads } from './drawingThreads.js';
import { groupDrawings } from './groupDrawings.js';

/**
 * Compares every picture of a data set with all others. Finds leaks from the training part into the
 * others, copies, variants of one drawing, and variants with different labels. The data set must be
 * prepared by the normalised pipeline. Throws as `compareDrawings` does.
 */
export async function checkDrawings(
  startThreads: StartDrawingThreads,
  dataset: Pick<Dataset, 'length' | 'labels' | 'splits' | 'readInputs' | 'pipeline'>,
  options: CompareDrawingsOptions = {},
): Promise<Finding[]> {
  const { length, labels, splits: parts } = dataset;
  const comparison = await compareDrawings(startThreads, [dataset], options);
  try {
    const { copies, distinct } = comparison;
    const near = await comparison.match(distinct, distinct);
    const matches = matchesUpTo(CHANCE_LIMIT, near);
    const drawings = await groupDrawings(comparison, near);
    const isTrained = (row: number): boolean => (parts?.[row] ?? 'train') === 'train';

    // For each picture that is in training: its first training row.
    const trained = new Map<number, number>();
    copies.forEach((first, row) => {
      if (isTrained(row) && !trained.has(first)) trained.set(first, row);
    });
    const anywhere = surestMatches(matches);
    const inTraining = surestMatches(matches, (other) => trained.get(other));
    const isAsked = (row: number): boolean => parts?.[row] === 'test' || parts?.[row] === 'val';
    // If all matches of a drawing are held out, training may still hold one that others crowded
    // out.
    const crowded = distinct.filter((row) => anywhere.has(row) && !inTraining.has(row) && !trained.has(row));
    const asked = new Set(copies.filter((_, row) => isAsked(row)));
    const again = crowded.filter((row) => asked.has(row));
    if (again.length > 0) {
      const found = matchesUpTo(CHANCE_LIMIT, await comparison.match(again, Uint32Array.from(trained.keys())));
      for (const [row, match] of surestMatches(found, (other) => trained.get(other))) inTraining.set(row, match);
    }
    const leaked = rowsWhere(length, isAsked);
    return drawingFindings({
      labels,
      parts,
      copies,
      limit: CHANCE_LIMIT,
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

function pictures(rows: Uint32Array, find: (row: number) => SurestMatch | undefined): LeakedPicture[] {
  return Array.from(rows).flatMap((row) => {
    const found = find(row);
    return found ? [{ row, ...found }] : [];
  });
}
