import { rankDigits, type RankedDigit } from '../digits/rankDigits.js';

/**
 * A model's answers to labelled pictures: 41 bytes per picture, whatever its size. Filled batch by
 * batch.
 */
export interface Predictions {
  /** [N], the true digits, 0..9. */
  readonly labels: Uint8Array;
  /**
   * [N, 10], softmax of the logits, 0..1; a row sums to 1, or to 1 minus the probability of 'not a
   * digit'.
   */
  readonly probabilities: Float32Array;
  /** [N], the row of the data set for each prediction. @default 0, 1, ..., N - 1 */
  readonly rows?: ArrayLike<number>;
  /** Returns the name of one row of the data set, for reports. */
  nameOf(row: number): string;
}

/** One labelled picture and the model's answer. */
export interface LabelledReading {
  /** Row of the data set. */
  readonly row: number;
  readonly name: string;
  /** 0..9 */
  readonly true: number;
  /** 0..9 */
  readonly predicted: number;
  /** Probability of the predicted digit, 0..1. */
  readonly confidence: number;
  /** The next three digits, the most probable first. */
  readonly alternatives: readonly RankedDigit[];
}

/** The digit with the largest of the ten probabilities of prediction `n`; the first of equals. */
export function mostProbableDigit(probabilities: Float32Array, n: number): number {
  let best = 0;
  for (let digit = 1; digit < 10; digit++) {
    if (probabilities[n * 10 + digit] > probabilities[n * 10 + best]) best = digit;
  }
  return best;
}

/** [N], the largest of each row of probabilities [N, 10]: the confidence of each answer. */
export function confidencesOf(probabilities: Float32Array): Float32Array {
  return Float32Array.from(
    { length: probabilities.length / 10 },
    (_, n) => probabilities[n * 10 + mostProbableDigit(probabilities, n)],
  );
}

/** Describes prediction `n` in full. */
export function describePrediction(predictions: Predictions, n: number): LabelledReading {
  const ranked = rankDigits(predictions.probabilities.subarray(n * 10, n * 10 + 10));
  const row = predictions.rows?.[n] ?? n;
  return {
    row,
    name: predictions.nameOf(row),
    true: predictions.labels[n],
    predicted: ranked[0].digit,
    confidence: ranked[0].confidence,
    alternatives: ranked.slice(1, 4),
  };
}

/**
 * Throws RangeError unless labels are [N], 0..9, and probabilities [N, 10], 0..1. The message
 * starts with `caller`.
 */
export function checkPredictions(caller: string, labels: Uint8Array, probabilities: Float32Array): void {
  if (probabilities.length !== labels.length * 10) {
    throw new RangeError(
      `${caller}: probabilities must be [N, 10] for N = ${labels.length} labels. Received ${probabilities.length} values.`,
    );
  }
  const strange = labels.findIndex((label) => label > 9);
  if (strange >= 0) {
    throw new RangeError(`${caller}: labels must be 0..9. Received ${labels[strange]} at row ${strange}.`);
  }
  // This form of the condition also catches NaN.
  const wrong = probabilities.findIndex((probability) => !(probability >= 0 && probability <= 1));
  if (wrong >= 0) {
    throw new RangeError(
      `${caller}: probabilities must be 0..1. Received ${probabilities[wrong]} at row ${Math.floor(wrong / 10)}.`,
    );
  }
}
