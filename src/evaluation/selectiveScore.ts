import { checkPredictions, mostProbableDigit } from './predictions.js';
import { upperErrorBound } from './upperErrorBound.js';

/** The outcome of giving only answers of at least some confidence. */
export interface SelectiveScore {
  /** The lowest confidence of given answers, 0..1. */
  readonly confidence: number;
  readonly answered: number;
  /** Number of wrong answers among the given ones. */
  readonly errors: number;
  /** Share of pictures that were answered, 0..1. */
  readonly coverage: number;
  /** Share of wrong answers among the given ones, 0..1; 0 if none was given. */
  readonly error: number;
  /** The highest error rate compatible with this, one-sided at 95 % (Clopper & Pearson), 0..1. */
  readonly error_at_most: number;
}

/**
 * Scores the answers of at least `confidence`. `labels` [N], 0..9; `probabilities` [N, 10]. Throws
 * RangeError on other sizes.
 */
export function selectiveScore(labels: Uint8Array, probabilities: Float32Array, confidence: number): SelectiveScore {
  checkPredictions('selectiveScore', labels, probabilities);
  let [answered, errors] = [0, 0];
  for (let n = 0; n < labels.length; n++) {
    const digit = mostProbableDigit(probabilities, n);
    if (probabilities[n * 10 + digit] < confidence) continue;
    answered++;
    if (digit !== labels[n]) errors++;
  }
  return {
    confidence,
    answered,
    errors,
    coverage: labels.length === 0 ? 0 : answered / labels.length,
    error: answered === 0 ? 0 : errors / answered,
    error_at_most: upperErrorBound(errors, answered),
  };
}
