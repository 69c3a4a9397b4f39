import { checkPredictions } from '../evaluation/predictions.js';

const DIGITS = 10;

/** Which labels a person should look at, and in which order. */
export interface LabelErrorRanking {
  /** [N], all rows, the least believable label first. */
  readonly order: Uint32Array;
  /** How many of the first rows of `order` are likely label errors: those that confident learning puts under another digit. */
  readonly likely: number;
  /** [N], the digit that each row is taken for, its label left aside: 0..9. */
  readonly suggested: Uint8Array;
  /** [10], the mean probability of a digit where it is the label: from there on an answer counts as confident. NaN where no row has it. */
  readonly thresholds: Float64Array;
  /**
   * [10][10], the confident joint, scaled to the number of labels of each digit: `joint[i][j]` estimates how many pictures
   * with label i truly show j.
   */
  readonly joint: readonly (readonly number[])[];
}

/**
 * Ranks labels by how little they are believed. `labels` [N], 0..9; `probabilities` [N, 10] must be out of fold: of each row, from a
 * model that has not learned from it.
 *
 * A row counts for digit j where the probability of j is at least the mean probability of j among the rows labelled j (of several such
 * digits, for the likeliest): what the model is systematically unsure of is not held against a label. Rows that count for another digit
 * than their label, which is not the likeliest, come first; in both parts the order is that of the normalised margin, p(label) less the
 * largest other p, ascending. Throws RangeError on sizes or values out of range.
 * Northcutt, Jiang & Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70, sections 3.1 and 3.2.
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
    ...{ order, suggested, thresholds },
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
  return sums.map((sum, digit) => sum / counts[digit]); // NaN, which no probability reaches, where there is none
}

/** Rows that sum to the number of labels: what was not counted is shared out as what was (section 3.1, equation 3). */
function scaled(joint: readonly (readonly number[])[], labels: Uint8Array): number[][] {
  const counts = new Array<number>(DIGITS).fill(0);
  for (const label of labels) counts[label]++;
  return joint.map((row, label) => {
    const sum = row.reduce((total, count) => total + count, 0);
    return row.map((count, digit) => (sum > 0 ? (count * counts[label]) / sum : digit === label ? counts[label] : 0));
  });
}
