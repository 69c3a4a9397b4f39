import { checkPredictions } from '../evaluation/predictions.js';

const DIGITS = 10;

/** Which labels a person should check, and in which order. */
export interface LabelErrorRanking {
  /** [N], all rows, the least believable label first. */
  readonly order: Uint32Array;
  /**
   * How many of the first rows of `order` are likely label errors, according to confident learning.
   */
  readonly likely: number;
  /** [N], the likeliest digit of each row, 0..9, whatever its label. */
  readonly suggested: Uint8Array;
  /**
   * [10], the mean probability of a digit among the rows with that label, from which on an answer
   * counts as confident. NaN if no row has the label.
   */
  readonly thresholds: Float64Array;
  /**
   * [10][10], the confident joint, scaled to the number of labels of each digit: `joint[i][j]`
   * estimates how many pictures with label i truly show j.
   */
  readonly joint: readonly (readonly number[])[];
}

/**
 * Ranks labels, the least believable first. `labels` [N], 0..9; `probabilities` [N, 10] must be out
 * of fold: each row's come from a model that was not trained on it.
 *
 * A row counts for digit j if the probability of j is at least the mean probability of j among the
 * rows labelled j (for the likeliest of several such digits). So a digit that the model is always
 * unsure of does not make its labels look wrong. Rows come first if they count for a digit other
 * than their label and the label is not the likeliest digit. Both parts are ordered by normalised
 * margin, p(label) minus the largest other p, ascending.
 *
 * Throws RangeError on sizes or values out of range.
 * Northcutt, Jiang & Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels",
 * JAIR 70, sections 3.1 and 3.2.
 */
export function rankLabelErrors(labels: Uint8Array, probabilities: Float32Array): LabelErrorRanking {
  checkPredictions('rankLabelErrors', labels, probabilities);
  const N = labels.length;
  const thresholds = meanSelfConfidence(labels, probabilities);
  const margins = new Float64Array(N);
  const suggested = new Uint8Array(N);
  const counted = new Uint8Array(N); // the digit that a row counts for, or its label
  const joint = Array.from({ length: DIGITS }, () => new Array<number>(DIGITS).fill(0));
  for (let n = 0; n < N; n++) {
    const label = labels[n];
    let other = label === 0 ? 1 : 0;
    let confident = -1;
    for (let digit = 0; digit < DIGITS; digit++) {
      const p = probabilities[n * DIGITS + digit];
      if (digit !== label && p > probabilities[n * DIGITS + other]) other = digit;
      if (p >= thresholds[digit] && (confident < 0 || p > probabilities[n * DIGITS + confident])) confident = digit;
    }
    margins[n] = probabilities[n * DIGITS + label] - probabilities[n * DIGITS + other];
    suggested[n] = margins[n] >= 0 ? label : other;
    counted[n] = confident < 0 ? label : confident;
    if (confident >= 0) joint[label][confident]++;
  }
  const isLikely = (n: number): boolean => counted[n] !== labels[n] && margins[n] < 0;
  const order = Uint32Array.from(labels.keys()).sort(
    (a, b) => Number(isLikely(b)) - Number(isLikely(a)) || margins[a] - margins[b] || a - b,
  );
  const firstBelieved = order.findIndex((n) => !isLikely(n));
  return {
    order,
    suggested,
    thresholds,
    likely: firstBelieved < 0 ? N : firstBelieved,
    joint: scaled(joint, labels),
  };
}

function meanSelfConfidence(labels: Uint8Array, probabilities: Float32Array): Float64Array {
  const sums = new Float64Array(DIGITS);
  const counts = new Float64Array(DIGITS);
  labels.forEach((label, n) => {
    sums[label] += probabilities[n * DIGITS + label];
    counts[label]++;
  });
  // NaN for a digit without rows: no probability reaches it.
  return sums.map((sum, digit) => sum / counts[digit]);
}

/**
 * Scales each row to sum to its digit's number of labels: uncounted rows are distributed like the
 * counted ones (section 3.1, equation 3).
 */
function scaled(joint: readonly (readonly number[])[], labels: Uint8Array): number[][] {
  const counts = new Array<number>(DIGITS).fill(0);
  for (const label of labels) counts[label]++;
  return joint.map((row, label) => {
    const sum = row.reduce((total, count) => total + count, 0);
    return row.map((count, digit) => (sum > 0 ? (count * counts[label]) / sum : digit === label ? counts[label] : 0));
  });
}
