import type { Threshold } from './chooseThreshold.js';
import { rankDigits } from './rankDigits.js';
import type { ReadDigit, Reading } from './reading.js';

export interface JudgeOptions {
  /** How many other digits to name. */
  readonly alternatives: number;
  /** Answers below its confidence are not given; null gives all that are digits. */
  readonly threshold: Threshold | null;
}

/** The answer to one sign: the likeliest digit, or the reason why none is given. */
export interface Judgement extends Omit<ReadDigit, 'box'> {
  readonly status: Exclude<Reading['status'], 'no ink'>;
}

/** An answer from the probabilities of the digits [10], or of these and 'not a digit' [11]. */
export function judge(probabilities: Float64Array, { alternatives, threshold }: JudgeOptions): Judgement {
  const ranked = rankDigits(probabilities.subarray(0, 10));
  const [{ digit, confidence }, ...others] = ranked;
  const notDigit = probabilities.at(10) ?? 0;
  // In single precision, as the threshold was measured.
  const unsure = threshold !== null && Math.fround(confidence) < threshold.confidence;
  const status = notDigit > confidence ? 'not a digit' : unsure ? 'unsure' : 'read';
  return status === 'read'
    ? { status, digit, confidence, notDigit, alternatives: others.slice(0, alternatives) }
    : { status, digit: null, confidence, notDigit, alternatives: ranked.slice(0, alternatives + 1) };
}
