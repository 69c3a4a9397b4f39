import { checkPredictions } from './predictions.js';

/**
 * Brier score in its original form for several classes: the mean over pictures of the sum over the
 * ten digits of (probability - (1 for the true digit, else 0)) squared. 0 is perfect, 2 is the
 * worst. (The two-class form that many libraries print is half of this.)
 *
 * `labels` [N], 0..9; `probabilities` [N, 10]. N = 0 gives 0. Throws RangeError on sizes that
 * differ. Brier 1950, "Verification of Forecasts Expressed in Terms of Probability", Monthly
 * Weather Review 78(1).
 */
export function brierScore(labels: Uint8Array, probabilities: Float32Array): number {
  checkPredictions('brierScore', labels, probabilities);
  let total = 0;
  for (let n = 0; n < labels.length; n++) {
    for (let digit = 0; digit < 10; digit++) {
      const difference = probabilities[n * 10 + digit] - (digit === labels[n] ? 1 : 0);
      total += difference * difference;
    }
  }
  return labels.length === 0 ? 0 : total / labels.length;
}
