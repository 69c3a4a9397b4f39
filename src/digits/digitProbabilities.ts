import { answerProbabilities, type Scaling } from './answerProbabilities.js';

/** Outputs of a network that knows only digits. */
const DIGITS = 10;

/**
 * Probabilities [N, 10] of the ten digits, from logits [N, K]. With K = 11 the last output is 'not
 * a digit', and a row sums to 1 minus its probability. So the largest of a row is the confidence
 * that the picture is a digit, and this one.
 */
export function digitProbabilities(logits: Float32Array, K: number, scaling: Scaling): Float32Array {
  const N = logits.length / K;
  const probabilities = new Float32Array(N * DIGITS);
  for (let n = 0; n < N; n++) {
    const row = answerProbabilities(logits.subarray(n * K, (n + 1) * K), scaling);
    probabilities.set(row.subarray(0, DIGITS), n * DIGITS);
  }
  return probabilities;
}
