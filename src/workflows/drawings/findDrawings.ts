import type { Dataset } from '../../datasets/dataset.js';
import { compareDrawings, type CompareDrawingsOptions } from './compareDrawings.js';
import type { StartDrawingThreads } from './drawingThreads.js';
import { groupDrawings } from './groupDrawings.js';

/**
 * [N], the drawing of which each row of a data set is a variant. Drawings are numbered in the order
 * in which they appear. The data set must be prepared by the normalised pipeline. Throws as
 * `compareDrawings` does.
 */
export async function findDrawings(
  startThreads: StartDrawingThreads,
  dataset: Pick<Dataset, 'length' | 'labels' | 'readInputs' | 'pipeline'>,
  options: CompareDrawingsOptions = {},
): Promise<Uint32Array> {
  const comparison = await compareDrawings(startThreads, [dataset], options);
  try {
    const { distinct } = comparison;
    return await groupDrawings(comparison, await comparison.match(distinct, distinct));
  } finally {
    await comparison.close();
  }
}
