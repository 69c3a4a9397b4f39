import { mcnemar } from '../statistics/mcnemar.js';
import type { ChangedReading, EvaluatedModel, ModelComparison } from './evaluationResult.js';
import { mostProbableDigit, type Predictions } from './predictions.js';

/** Another model's answers to the same pictures. */
export interface OtherModel {
  readonly model: EvaluatedModel;
  /** [N, 10] */
  readonly probabilities: Float32Array;
}

/** Counts what a model reads right and another one wrong, and the reverse. @default most 100 */
export function compareModels(predictions: Predictions, other: OtherModel, most = 100): ModelComparison {
  const { labels, probabilities } = predictions;
  if (other.probabilities.length !== probabilities.length) {
    throw new RangeError(
      `compareModels: both models must have answered ${labels.length} pictures. Received ${other.probabilities.length / 10} answers.`,
    );
  }
  const before = labels.map((_, n) => mostProbableDigit(other.probabilities, n));
  const now = labels.map((_, n) => mostProbableDigit(probabilities, n));
  const confidence = (n: number): number => probabilities[n * 10 + now[n]];
  const where = (wanted: (n: number) => boolean): number[] =>
    Array.from(labels.keys())
      .filter(wanted)
      .sort((a, b) => confidence(b) - confidence(a) || a - b);
  const fixed = where((n) => before[n] !== labels[n] && now[n] === labels[n]);
  const broken = where((n) => before[n] === labels[n] && now[n] !== labels[n]);
  const errors = labels.filter((label, n) => before[n] !== label).length;
  const describe = (n: number): ChangedReading => {
    const row = predictions.rows?.[n] ?? n;
    return { row, name: predictions.nameOf(row), true: labels[n], before: before[n], now: now[n] };
  };
  return {
    model: other.model,
    errors,
    fixed: fixed.length,
    broke: broken.length,
    both_wrong: errors - fixed.length,
    p: mcnemar(fixed.length, broken.length),
    fixed_pictures: fixed.slice(0, most).map(describe),
    broken_pictures: broken.slice(0, most).map(describe),
  };
}
