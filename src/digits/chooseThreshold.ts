import { binomialTail } from '../statistics/binomialTail.js';
import type { Calibration, CalibrationPoint } from './calibration.js';

/**
 * A promise: answers with at least this confidence are wrong at most as often as the target error.
 */
export interface Threshold {
  /** Answers below it are not given, 0..1. */
  readonly confidence: number;
  /** Share of the calibration's digits that were answered, 0..1. */
  readonly coverage: number;
  /** Share of those answers that were wrong, 0..1; the promise is an upper bound of it. */
  readonly error: number;
}

/**
 * The lowest confidence at which the share of wrong answers is at most `targetError` (0..1, both
 * ends excluded), at the calibration's level; null if the calibration cannot promise that.
 *
 * The points are tested in order, from few answers to all. Each must show by an exact binomial test
 * (Clopper & Pearson 1934, Biometrika 26) that its error rate is below the target; the first one
 * that cannot ends the search. Tests in an order that is fixed before the errors are seen need no
 * correction for their number (Angelopoulos, Bates, Candès, Jordan & Lei 2021, "Learn then Test",
 * arXiv:2110.01052, fixed sequence testing). So the first point is the one with just enough answers
 * to allow for a single error. The goal is that of Geifman & El-Yaniv 2017, "Selective
 * Classification for Deep Neural Networks", arXiv:1705.08500.
 */
export function chooseThreshold({ points, n, level }: Calibration, targetError: number): Threshold | null {
  if (!(targetError > 0 && targetError < 1)) {
    throw new RangeError(`chooseThreshold: targetError must be above 0 and below 1. Received ${targetError}.`);
  }
  const holds = (answered: number, errors: number): boolean => binomialTail(errors, answered, targetError) <= 1 - level;
  const first = points.findIndex(({ answered }) => holds(answered, 1));
  let chosen: CalibrationPoint | null = null;
  for (const point of first < 0 ? points.slice(-1) : points.slice(first)) {
    if (!holds(point.answered, point.errors)) break;
    chosen = point;
  }
  if (chosen === null) return null;
  const { confidence, answered, errors } = chosen;
  return { confidence, coverage: answered / n, error: errors / answered };
}
