import type { Threshold } from '../../digits/chooseThreshold.js';
import { joinDigits } from '../../digits/joinDigits.js';
import { judge } from '../../digits/judge.js';
import type { ReadDigit, Reading } from '../../digits/reading.js';

interface AnswerOptions {
  /** How many other digits to name, 0 to 9. */
  readonly alternatives: number;
  /** Null tells every digit, however unsure. */
  readonly threshold: Threshold | null;
}

/**
 * Turns a reading with all nine alternatives and no threshold into the one that a recognizer with
 * these options gives. So one network serves requests with any options.
 */
export function answerAgain(reading: Reading, options: AnswerOptions): Reading {
  if (reading.digits.length === 0) return reading;
  return joinDigits(
    reading.digits.map((digit) => {
      const { status, ...answer } = judge(probabilitiesOf(digit), options);
      return { status, digit: { ...digit, ...answer } };
    }),
  );
}

/** [11]: the ten digits, and that it is not a digit. */
function probabilitiesOf({ digit, confidence, notDigit, alternatives }: ReadDigit): Float64Array {
  const probabilities = new Float64Array(11);
  if (digit !== null) probabilities[digit] = confidence;
  for (const other of alternatives) probabilities[other.digit] = other.confidence;
  probabilities[10] = notDigit;
  return probabilities;
}
