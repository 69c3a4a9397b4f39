import { chooseRows } from '../../datasets/chooseRows.js';
import type { CorrectedLabels } from '../../datasets/corrections.js';
import type { Dataset } from '../../datasets/dataset.js';
import type { Parts } from '../../datasets/split.js';
import { createRandom } from '../../random.js';
import type { RunData } from './run.js';

const LIMIT = 0x11317;

/**
 * The rows of a run: chosen by seed, without excluded ones, the training part cut to the limit. The
 * draw does not know of corrections, so that the held-out part is the same with and without them.
 */
export function rowsOfRun(
  dataset: Pick<Dataset, 'labels' | 'splits'>,
  { validation, test, splitSeed, limit }: Pick<RunData, 'validation' | 'test' | 'splitSeed' | 'limit'>,
  groups: Uint32Array | null,
  corrected: CorrectedLabels | null,
): Parts {
  const drawn = chooseRows(dataset, { validation, test, seed: splitSeed, groups });
  const kept = (part: Uint32Array): Uint32Array => part.filter((row) => corrected?.excluded[row] !== 1);
  const rows = { train: kept(drawn.train), val: kept(drawn.val), test: kept(drawn.test) };
  if (limit === null || limit >= rows.train.length) return rows;
  const shuffled = rows.train.slice();
  createRandom(splitSeed, LIMIT).shuffle(shuffled);
  return { ...rows, train: shuffled.slice(0, limit).sort() };
}
