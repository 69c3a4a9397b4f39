import { applyCorrections, describeCorrections, type Corrections } from '../../datasets/corrections.js';
import type { Dataset } from '../../datasets/dataset.js';
import type { EvaluationRows } from './chooseEvaluationRows.js';

/**
 * Applies the decisions of a corrections file to a data set and to the rows to evaluate on. A note
 * names the file by `path`.
 */
export function correctRows(
  dataset: Dataset,
  chosen: EvaluationRows,
  corrections: Corrections,
  path: string,
): { readonly dataset: Dataset; readonly chosen: EvaluationRows } {
  const { labels, excluded } = applyCorrections(dataset.labels, corrections);
  const rows = chosen.rows.filter((row) => excluded[row] === 0);
  const notes = [...chosen.notes, describeCorrections(corrections, path)];
  return { dataset: { ...dataset, labels }, chosen: { ...chosen, rows, notes } };
}
