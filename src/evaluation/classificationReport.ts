import type { ConfusionMatrix } from './confusionMatrix.js';

export interface ClassScores {
  /** Right predictions of this class / all predictions of it, 0..1. */
  readonly precision: number;
  /** Right predictions of this class / all pictures of it, 0..1. */
  readonly recall: number;
  /** Harmonic mean of the two, 0..1. */
  readonly 'f1-score': number;
  /** Number of pictures of this class. */
  readonly support: number;
}

/**
 * The same object as scikit-learn's `classification_report(..., output_dict=True)`; the keys of the
 * classes are "0", "1", ...
 */
export interface ClassificationReport {
  readonly [label: `${number}`]: ClassScores;
  readonly accuracy: number;
  /** Unweighted mean over all classes, including those without pictures (as 0). */
  readonly 'macro avg': ClassScores;
  /** Mean over the classes, weighted by support. */
  readonly 'weighted avg': ClassScores;
}

/**
 * Precision, recall and f1-score of each class, from counts [classes, classes] (true, predicted).
 * A score whose denominator is 0 is 0, as with scikit-learn's `zero_division=0`.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.classification_report.html
 */
export function classificationReport(matrix: ConfusionMatrix): ClassificationReport {
  const rows = matrix.map((counts, label) => {
    const right = counts[label];
    const support = sum(counts);
    const predicted = sum(matrix.map((other) => other[label]));
    return {
      precision: ratio(right, predicted),
      recall: ratio(right, support),
      'f1-score': ratio(2 * right, support + predicted),
      support,
    };
  });
  const total = sum(rows.map((row) => row.support));
  return {
    ...Object.fromEntries(rows.map((row, label) => [String(label), row])),
    accuracy: ratio(sum(matrix.map((counts, label) => counts[label])), total),
    'macro avg': average(rows, () => 1, total),
    'weighted avg': average(rows, (row) => row.support, total),
  };
}

function average(rows: readonly ClassScores[], weightOf: (row: ClassScores) => number, support: number): ClassScores {
  const weights = sum(rows.map(weightOf));
  const mean = (key: keyof ClassScores) => ratio(sum(rows.map((row) => row[key] * weightOf(row))), weights);
  return { precision: mean('precision'), recall: mean('recall'), 'f1-score': mean('f1-score'), support };
}

function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
