import { checkPredictions, mostProbableDigit } from './predictions.js';

/** Answers whose confidence is in one bin, (from, to]. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean confidence, 0..1; null in an empty bin. */
  readonly confidence: number | null;
  /** Share of right answers, 0..1; null in an empty bin. */
  readonly accuracy: number | null;
}

/**
 * The share of right answers by confidence, in `bins` bins of equal width: the figures of a
 * reliability diagram.
 *
 * `labels` [N], 0..9; `probabilities` [N, 10]. Throws RangeError on sizes that differ or bins below
 * 1. DeGroot & Fienberg 1983, "The Comparison and Evaluation of Forecasters", The Statistician 32;
 * the bins are those of Guo et al. 2017, arXiv:1706.04599.
 */
export function reliabilityBins(labels: Uint8Array, probabilities: Float32Array, bins = 15): ReliabilityBin[] {
  if (!Number.isInteger(bins) || bins < 1) {
    throw new RangeError(`reliabilityBins: bins must be an integer of at least 1. Received ${bins}.`);
  }
  checkPredictions('reliabilityBins', labels, probabilities);
  const counts = new Float64Array(bins);
  const right = new Float64Array(bins);
  const sure = new Float64Array(bins);
  for (let n = 0; n < labels.length; n++) {
    const digit = mostProbableDigit(probabilities, n);
    const confidence = probabilities[n * 10 + digit];
    const bin = Math.max(Math.ceil(confidence * bins) - 1, 0);
    counts[bin]++;
    right[bin] += digit === labels[n] ? 1 : 0;
    sure[bin] += confidence;
  }
  return Array.from(counts, (count, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    count,
    confidence: count === 0 ? null : sure[bin] / count,
    accuracy: count === 0 ? null : right[bin] / count,
  }));
}
