import { reliabilityBins } from './reliabilityBins.js';

export interface CalibrationError {
  /** 0..1; 0 means that of the answers given with confidence p, the share p is right. */
  readonly value: number;
  /** Number of equal-width bins; values with different numbers of bins are not comparable. */
  readonly bins: number;
}

/**
 * Expected calibration error. Confidences (the probability of the predicted digit) are sorted into
 * bins of equal width, (0, 1/bins], (1/bins, 2/bins], ...; the result is the mean over pictures of
 * |accuracy - mean confidence| of their bin.
 *
 * `labels` [N], 0..9; `probabilities` [N, 10]. N = 0 gives 0. Throws RangeError on sizes that
 * differ or bins below 1. Guo, Pleiss, Sun & Weinberger 2017, "On Calibration of Modern Neural
 * Networks", arXiv:1706.04599, equation 3.
 */
export function expectedCalibrationError(
  labels: Uint8Array,
  probabilities: Float32Array,
  options: { /** @default 15 */ readonly bins?: number } = {},
): CalibrationError {
  const bins = options.bins ?? 15;
  let gap = 0;
  for (const { count, confidence, accuracy } of reliabilityBins(labels, probabilities, bins)) {
    if (confidence !== null && accuracy !== null) gap += count * Math.abs(accuracy - confidence);
  }
  return { value: labels.length === 0 ? 0 : gap / labels.length, bins };
}
