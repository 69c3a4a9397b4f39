import type { EvaluatedModel } from './evaluate.js';
import { mcnemar } from '../statistics/mcnemar.js';
import { mostProbableDigit, type Predictions } from './predictions.js';

/** What another model answered to the same pictures. */
export interface OtherModel {
  readonly model: EvaluatedModel;
  /** [N, 10] */
  readonly probabilities: Float32Array;
}

/** A picture that only one of two models reads right. */
export interface ChangedReading {
  /** Row of the data set. */
  readonly row: number;
  readonly name: string;
  /** 0..9 */
  readonly true: number;
  /** What the other model read, 0..9. */
  readonly before: number;
  /** What this one reads, 0..9. */
  readonly now: number;
}

/** A model against another one, the earlier or simpler one, on the same pictures. */
export interface ModelComparison {
  /** The other model. */
  readonly model: EvaluatedModel;
  /** Its errors. */
  readonly errors: number;
  /** Pictures that the other model reads wrong and this one right. */
  readonly fixed: number;
  /** Pictures that the other model reads right and this one wrong. */
  readonly broke: number;
  readonly both_wrong: number;
  /** Exact two-sided McNemar test of `fixed` against `broke`, 0..1. */
  readonly p: number;
  /** Those that this model is surest of first, at most `most` each. */
  readonly fixed_pictures: readonly ChangedReading[];
  readonly broken_pictures: readonly ChangedReading[];
}

/** Counts what a model reads right that another one did not, and the other way round. @default most 100 */
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
    ...{ errors, fixed: fixed.length, broke: broken.length, both_wrong: errors - fixed.length },
    p: mcnemar(fixed.length, broken.length),
    fixed_pictures: fixed.slice(0, most).map(describe),
    broken_pictures: broken.slice(0, most).map(describe),
  };
}
