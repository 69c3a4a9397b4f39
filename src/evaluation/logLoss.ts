import { checkPredictions } from './predictions.js';

/**
 * The spacing of float32 numbers at 1. Probabilities are kept this far from 0 and 1, as in
 * scikit-learn.
 */
const EPSILON = 2 ** -23;

/**
 * Mean of -ln(probability of the true digit), in nats, 0..15.95 (15.95 if every true digit has
 * probability 0).
 *
 * `labels` [N], 0..9; `probabilities` [N, 10], each row summing to 1. N = 0 gives 0. Throws
 * RangeError on sizes that differ.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.log_loss.html
 */
export function logLoss(labels: Uint8Array, probabilities: Float32Array): number {
  checkPredictions('logLoss', labels, probabilities);
  let total = 0;
  for (let n = 0; n < labels.length; n++) {
    const probability = probabilities[n * 10 + labels[n]];
    total -= Math.log(Math.min(Math.max(probability, EPSILON), 1 - EPSILON));
  }
  return labels.length === 0 ? 0 : total / labels.length;
}
