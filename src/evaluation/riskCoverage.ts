import { checkPredictions, confidencesOf, mostProbableDigit } from './predictions.js';

/** The outcome of giving only the most confident answers. */
export interface RiskCoveragePoint {
  /** The lowest confidence among the given answers, 0..1. */
  readonly confidence: number;
  /** Share of all pictures that are answered, 0..1. */
  readonly coverage: number;
  /** Share of wrong answers among the given answers, 0..1. */
  readonly risk: number;
}

export interface RiskCoverage {
  /** Area under the curve: the mean of the risk over all coverages, 0..1; 0 is perfect. */
  readonly aurc: number;
  /** One point per group of equally confident answers, the most confident first. */
  readonly points: readonly RiskCoveragePoint[];
}

/**
 * The trade-off between answering and being right: the risk at every coverage if the most confident
 * answers are given first. Equally confident answers are given together; within such a group the
 * area counts each picture with the group's mean error.
 *
 * `labels` [N], 0..9; `probabilities` [N, 10], N at least 1. Throws RangeError otherwise.
 * El-Yaniv & Wiener 2010, "On the Foundations of Noise-free Selective Classification", JMLR 11; the
 * area: Geifman, Uziel & El-Yaniv 2019, "Bias-Reduced Uncertainty Estimation for Deep Neural
 * Classifiers", arXiv:1805.08206.
 */
export function riskCoverage(labels: Uint8Array, probabilities: Float32Array): RiskCoverage {
  checkPredictions('riskCoverage', labels, probabilities);
  const N = labels.length;
  if (N === 0) throw new RangeError('riskCoverage: predictions must hold at least one row. Received 0.');
  const digits = labels.map((_, n) => mostProbableDigit(probabilities, n));
  const confidences = confidencesOf(probabilities);
  const order = Uint32Array.from(confidences.keys()).sort((a, b) => confidences[b] - confidences[a]);
  const points: RiskCoveragePoint[] = [];
  let errors = 0;
  let area = 0;
  for (let first = 0; first < N;) {
    const confidence = confidences[order[first]];
    let end = first;
    let wrong = 0;
    for (; end < N && confidences[order[end]] === confidence; end++) {
      if (digits[order[end]] !== labels[order[end]]) wrong++;
    }
    const share = wrong / (end - first);
    for (let i = first; i < end; i++) area += (errors + share * (i + 1 - first)) / (i + 1);
    errors += wrong;
    points.push({ confidence, coverage: end / N, risk: errors / end });
    first = end;
  }
  return { aurc: area / N, points };
}

/**
 * Keeps at most `most` points, always including the last; they are denser at high coverage.
 * @default most 200
 */
export function thinned({ aurc, points }: RiskCoverage, most = 200): RiskCoverage {
  const indices = Array.from({ length: most }, (_, i) => {
    const left = 1 - i / (most - 1);
    return Math.round((1 - left * left) * (points.length - 1));
  });
  return { aurc, points: points.length <= most ? points : [...new Set(indices)].map((index) => points[index]) };
}
