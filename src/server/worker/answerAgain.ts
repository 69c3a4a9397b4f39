import type { Threshold } from '../../digits/chooseThreshold.js';
import { judge } from '../../digits/judge.js';
import type { ReadDigit, Reading } from '../../digits/reading.js';

interface AnswerOptions {
  /** How many other digits to name, 0 to 9. */
  readonly alternatives: number;
  /** Null tells every digit, however unsure. */
  readonly threshold: Threshold | null;
}

/**
 * A reading with all nine alternatives, as it is with fewer of them and with a threshold: what a recognizer with these options
 * would have said, without a network of its own for each.
 */
export function answerAgain(reading: Reading, options: AnswerOptions): Reading {
  const judged = reading.digits.map((digit) => {
    const { status, ...answer } = judge(probabilitiesOf(digit), options);
    return { status, digit: { ...digit, ...answer } };
  });
  const first = judged.at(0);
  if (first === undefined) return reading;
  const statusOf = (wanted: Reading['status']) => judged.find(({ status }) => status === wanted)?.status;
  return {
    text: judged.map(({ digit }) => String(digit.digit ?? '?')).join(''),
    confidence: reading.confidence,
    status: statusOf('not a digit') ?? statusOf('unsure') ?? 'read',
    digits: judged.map(({ digit }) => digit),
  };
}

/** [11]: the ten digits, and that it is none. */
function probabilitiesOf({ digit, confidence, notDigit, alternatives }: ReadDigit): Float64Array {
  const probabilities = new Float64Array(11);
  if (digit !== null) probabilities[digit] = confidence;
  for (const other of alternatives) probabilities[other.digit] = other.confidence;
  probabilities[10] = notDigit;
  return probabilities;
}
