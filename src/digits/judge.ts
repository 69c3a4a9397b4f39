import type { Threshold } from './chooseThreshold.js';
import { rankDigits } from './rankDigits.js';
import type { ReadDigit, Reading } from './reading.js';

export interface JudgeOptions {
  /** How many other digits to name. */
  readonly alternatives: number;
  /** Answers below its confidence are not given; null gives all that are digits. */
  readonly threshold: Threshold | null;
  /** Whether it is not known what of the picture is ink. @default false */
  readonly isDoubtful?: boolean | undefined;
}

/** The answer to one sign: the likeliest digit, or the reason why none is given. */
export interface Judgement extends Omit<ReadDigit, 'box'> {
  readonly status: Exclude<Reading['status'], 'no ink'>;
}

/**
 * An answer from the probabilities of the digits [10], or of these and 'not a digit' [11]. In doubt
 * about the ink, half of the probability goes to all digits alike, and no target error can be
 * promised.
 */
export function judge(
  probabilities: Float64Array,
  { alternatives, threshold, isDoubtful = false }: JudgeOptions,
): Judgement {
  const digits = probabilities.subarray(0, 10);
  const ranked = rankDigits(isDoubtful ? digits.map((value) => value / 2 + 0.05) : digits);
  const [{ digit, confidence }, ...others] = ranked;
  const notDigit = probabilities.at(10) ?? 0;
  // In single precision, as the threshold was measured.
  const unsure = threshold !== null && (isDoubtful || Math.fround(confidence) < threshold.confidence);
  const status = notDigit > Math.max(...digits) ? 'not a digit' : unsure ? 'unsure' : 'read';
  return status === 'read'
    ? { status, digit, confidence, notDigit, alternatives: others.slice(0, alternatives) }
    : { status, digit: null, confidence, notDigit, alternatives: ranked.slice(0, alternatives + 1) };
}
