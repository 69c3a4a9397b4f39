import type { Dataset } from '../../datasets/dataset.js';
import { CHANCE_LIMIT } from '../../leaks/chanceOf.js';
import { matchesUpTo, surestMatches } from '../../leaks/matchTable.js';
import { compareDrawings, type CompareDrawingsOptions } from './compareDrawings.js';
import type { StartDrawingThreads } from './drawingThreads.js';

/** Some rows of a data set that was prepared by the normalised pipeline. */
export interface PictureRows {
  readonly dataset: Pick<Dataset, 'length' | 'labels' | 'readInputs' | 'pipeline'>;
  readonly rows: Uint32Array;
}

/** A picture with a variant of its drawing among others. */
export interface Leak {
  /** The row of the asked data set, and the row of the searched one. */
  readonly row: number;
  readonly other: number;
  /** The share of strangers, 0..1, that find a match as good by chance; 0 for an exact copy. */
  readonly chance: number;
}

/**
 * The rows of `asked` that have a variant of the same drawing among `searched`, in their order,
 * each with its surest match. The two may be parts of one data set. Throws as `compareDrawings`
 * does.
 */
export async function findLeaks(
  startThreads: StartDrawingThreads,
  asked: PictureRows,
  searched: PictureRows,
  options: CompareDrawingsOptions = {},
): Promise<Leak[]> {
  const subsets = [searched, asked].map(({ dataset, rows }) => subsetOf(dataset, rows));
  const comparison = await compareDrawings(startThreads, subsets, options);
  try {
    const { copies, distinct } = comparison;
    const from = searched.rows.length;
    const members = distinct.filter((index) => index < from);
    const unknown = distinct.filter((index) => index >= from);
    const surest = surestMatches(matchesUpTo(CHANCE_LIMIT, await comparison.match(unknown, members)));
    return Array.from(asked.rows, (row, i) => {
      const first = copies[from + i];
      const found = first < from ? { other: first, chance: 0 } : surest.get(first);
      return found ? [{ row, other: searched.rows[found.other], chance: found.chance }] : [];
    }).flat();
  } finally {
    await comparison.close();
  }
}

function subsetOf(dataset: PictureRows['dataset'], rows: Uint32Array): PictureRows['dataset'] {
  return {
    pipeline: dataset.pipeline,
    length: rows.length,
    labels: Uint8Array.from(rows, (row) => dataset.labels[row]),
    readInputs: (indices, out) => {
      dataset.readInputs(
        Array.from(indices, (index) => rows[index]),
        out,
      );
    },
  };
}
