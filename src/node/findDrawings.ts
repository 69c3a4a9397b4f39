import type { Dataset } from '../datasets/dataset.js';
import { rowsWhere } from '../datasets/rowsWhere.js';
import { clusterDrawings } from '../leaks/clusterDrawings.js';
import { GROUPING_LIMIT } from '../leaks/chanceOf.js';
import { compareDrawings, type CompareDrawingsOptions } from './compareDrawings.js';

/**
 * Which drawing each row of a data set is a variant of [N], numbered in the order in which they appear. The data set must be prepared by
 * the normalised pipeline. Throws as `compareDrawings` does.
 */
export async function findDrawings(
  dataset: Pick<Dataset, 'length' | 'labels' | 'readInputs' | 'pipeline'>,
  options: CompareDrawingsOptions = {},
): Promise<Uint32Array> {
  const comparison = await compareDrawings([dataset], options);
  try {
    const { copies } = comparison;
    const distinct = rowsWhere(dataset.length, (row) => copies[row] === row);
    const matches = await comparison.match(distinct, distinct, GROUPING_LIMIT);
    return drawingsOf(copies, matches);
  } finally {
    await comparison.close();
  }
}

/** Exact copies are of the drawing of the first of them. */
function drawingsOf(copies: Uint32Array, matches: Parameters<typeof clusterDrawings>[1]): Uint32Array {
  const drawings = clusterDrawings(copies.length, matches);
  return renumbered(copies.map((first) => drawings[first]));
}

function renumbered(groups: Uint32Array): Uint32Array {
  const numbers = new Map<number, number>();
  return groups.map((group) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
}
