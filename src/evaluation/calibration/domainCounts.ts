import type { CalibrationDomain, CalibrationPoint } from '../../digits/calibration.js';
import { mostProbableDigit } from '../predictions.js';

/** The name of the domain in which one picture in ten is not a digit. */
export const NOT_DIGITS_DOMAIN = 'one in ten not a digit';
/** Digits per picture that is not a digit in that domain. */
const DIGITS_PER_OTHER = 9;
const NO_DIGIT = 255;

/** Answers with their labels. */
export interface Answers {
  /** [N], 0..9, or another number if no answer is right. */
  readonly labels: Uint8Array;
  /** [N, 10] */
  readonly probabilities: Float32Array;
}

/** Counts the answers of one domain at the confidences of the points. */
export function domainCounts(
  name: string,
  { labels, probabilities }: Answers,
  points: readonly CalibrationPoint[],
  missed = 0,
): CalibrationDomain {
  const answered = new Array<number>(points.length).fill(0);
  const errors = new Array<number>(points.length).fill(0);
  let wrong = 0;
  for (let i = 0; i < labels.length; i++) {
    const digit = mostProbableDigit(probabilities, i);
    const isWrong = digit !== labels[i] ? 1 : 0;
    wrong += isWrong;
    points.forEach(({ confidence }, k) => {
      if (probabilities[10 * i + digit] < confidence) return;
      answered[k]++;
      errors[k] += isWrong;
    });
  }
  return { name, n: labels.length, wrong, missed, answered, errors };
}

/**
 * Digits among which one picture in ten is not a digit; every digit that is read in such a picture
 * is an error. Null if there are too few of either for one such picture.
 */
export function mixedWithOthers(digits: Answers, others: Float32Array): Answers | null {
  const count = Math.min(others.length / 10, Math.floor(digits.labels.length / DIGITS_PER_OTHER));
  if (count === 0) return null;
  const n = DIGITS_PER_OTHER * count;
  const labels = new Uint8Array(n + count).fill(NO_DIGIT);
  labels.set(digits.labels.subarray(0, n));
  const probabilities = new Float32Array(10 * (n + count));
  probabilities.set(digits.probabilities.subarray(0, 10 * n));
  probabilities.set(others.subarray(0, 10 * count), 10 * n);
  return { labels, probabilities };
}
