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

/** An answer that is less likely than all others together is not given, whatever the target. */
const LEAST_CONFIDENCE = 0.5;

/**
 * The lowest confidence at which the share of wrong answers is at most `targetError` (0..1, both
 * ends excluded) in every domain of the calibration, at its level; null if it cannot promise that.
 *
 * The points are tested in order, from few answers to all. At each, every domain must show by an
 * exact binomial test (Clopper & Pearson 1934, Biometrika 26) that its error rate is below the
 * target; the first point where one cannot ends the search. Tests in an order that is fixed before
 * the errors are seen need no correction for their number (Angelopoulos, Bates, Candès, Jordan &
 * Lei 2021, "Learn then Test", arXiv:2110.01052, fixed sequence testing), and neither do tests that
 * must all succeed (Berger 1982, "Multiparameter Hypothesis Testing and Acceptance Sampling",
 * Technometrics 24). So the first point is the one with just enough answers in every domain to
 * allow for a single error. The goal is that of Geifman & El-Yaniv 2017, "Selective Classification
 * for Deep Neural Networks", arXiv:1705.08500.
 *
 * A mean may be small while the last answers in it are guesses. So the search also ends at a
 * confidence of 0.5, and where most of the answers that a point adds are wrong.
 */
export function chooseThreshold(calibration: Calibration, targetError: number): Threshold | null {
  if (!(targetError > 0 && targetError < 1)) {
    throw new RangeError(`chooseThreshold: targetError must be above 0 and below 1. Received ${targetError}.`);
  }
  const { n, level } = calibration;
  const points = mostlyRight(calibration.points);
  const domains = calibration.domains ?? [countsOf(points)];
  const holds = (answered: number, errors: number): boolean => binomialTail(errors, answered, targetError) <= 1 - level;
  const isAllowed = (_: CalibrationPoint, i: number): boolean => domains.every((of) => holds(of.answered[i], 1));
  const first = points.findIndex(isAllowed);
  let chosen: CalibrationPoint | null = null;
  for (let i = first < 0 ? points.length - 1 : first; i >= 0 && i < points.length; i++) {
    if (!domains.every((of) => holds(of.answered[i], of.errors[i]))) break;
    chosen = points[i];
  }
  if (chosen === null) return null;
  const { confidence, answered, errors } = chosen;
  return { confidence, coverage: answered / n, error: errors / answered };
}

/** The points up to where answers are guesses. */
function mostlyRight(points: readonly CalibrationPoint[]): readonly CalibrationPoint[] {
  const end = points.findIndex(({ confidence, answered, errors }, i) => {
    const before = i === 0 ? { answered: 0, errors: 0 } : points[i - 1];
    return confidence < LEAST_CONFIDENCE || 2 * (errors - before.errors) > answered - before.answered;
  });
  return end < 0 ? points : points.slice(0, end);
}

function countsOf(points: readonly CalibrationPoint[]): { answered: number[]; errors: number[] } {
  return { answered: points.map(({ answered }) => answered), errors: points.map(({ errors }) => errors) };
}
