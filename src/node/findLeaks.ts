import type { Dataset } from '../datasets/dataset.js';
import { CHANCE_LIMIT } from '../leaks/chanceOf.js';
import { matchesUpTo } from '../leaks/matchTable.js';
import { compareDrawings, type CompareDrawingsOptions } from './compareDrawings.js';

/** Some rows of a data set that the normalised pipeline has prepared. */
export interface PictureRows {
  readonly dataset: Pick<Dataset, 'length' | 'labels' | 'readInputs' | 'pipeline'>;
  readonly rows: Uint32Array;
}

/** A picture that has a variant of its drawing among others. */
export interface Leak {
  /** Row of the data set that was asked about, and of the one that was searched. */
  readonly row: number;
  readonly other: number;
  /** Share of strangers, 0..1, that find one as good by chance; 0 for an exact copy. */
  readonly chance: number;
}

/**
 * Those of `asked` that have a variant of the same drawing among `searched`, in their order, each with its surest one. The two may be parts of
 * one data set. Throws as `compareDrawings` does.
 */
export async function findLeaks(
  asked: PictureRows,
  searched: PictureRows,
  options: CompareDrawingsOptions = {},
): Promise<Leak[]> {
  const subsets = [searched, asked].map(({ dataset, rows }) => subsetOf(dataset, rows));
  const comparison = await compareDrawings(subsets, options);
  try {
    const { copies } = comparison;
    const from = searched.rows.length;
    const indices = copies.map((_, index) => index);
    const members = indices.subarray(0, from).filter((index) => copies[index] === index);
    const unknown = indices.subarray(from).filter((index) => copies[index] === index);
    const matches = await comparison.match(unknown, members);
    const { rows, others, chances } = matchesUpTo(CHANCE_LIMIT, matches);
    const surest = new Map<number, { other: number; chance: number }>();
    rows.forEach((index, i) => {
      const known = surest.get(index);
      if (known === undefined || chances[i] < known.chance) surest.set(index, { other: others[i], chance: chances[i] });
    });
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
