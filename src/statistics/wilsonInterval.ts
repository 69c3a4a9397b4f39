import { normalQuantile } from './normalQuantile.js';

/**
 * Wilson's confidence interval [low, high], 0..1, for the share of right answers, after `correct`
 * right answers in n trials.
 *
 * It stays reliable when the share is near 1 and errors are few, as they are for digit readers. It
 * says nothing about pictures unlike the tested ones. n = 0 gives [0, 1]. `confidence` is above 0
 * and below 1. Throws RangeError for other values. Wilson 1927, "Probable Inference, the Law of
 * Succession, and Statistical Inference", JASA 22; recommended by Brown, Cai & DasGupta 2001,
 * "Interval Estimation for a Binomial Proportion", Statistical Science 16(2).
 */
export function wilsonInterval(correct: number, n: number, confidence = 0.95): [low: number, high: number] {
  if (!Number.isInteger(n) || n < 0) {
    throw new RangeError(`wilsonInterval: n must be an integer of at least 0. Received ${n}.`);
  }
  if (!Number.isInteger(correct) || correct < 0 || correct > n) {
    throw new RangeError(`wilsonInterval: correct must be an integer of 0..${n}. Received ${correct}.`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`wilsonInterval: confidence must be above 0 and below 1. Received ${confidence}.`);
  }
  if (n === 0) return [0, 1];

  const z = normalQuantile((1 + confidence) / 2);
  const share = correct / n;
  const scale = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / scale;
  // At the ends the exact result is 0 or 1; rounding must not turn 1 into 0.9999999999999999.
  return [correct === 0 ? 0 : centre - half, correct === n ? 1 : centre + half];
}
