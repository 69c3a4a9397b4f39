/** One set of answers that the scaling is fitted to. */
export interface ScalingData {
  /** [N, K] */
  readonly logits: Float32Array;
  /** [N], 0..K-1 */
  readonly labels: Uint8Array;
  /** The total weight of all rows of the set, above 0. */
  readonly weight: number;
}

/** The allowed range of the temperature: outside it, temperature is not the problem. */
const RANGE = [0.05, 20] as const;
const STEPS = 50;
const NOT_A_DIGIT = 10;

/**
 * Fits the temperature, and with K = 11 the bias of 'not a digit', to the labels: they minimise the
 * mean of -ln(probability of the label), in which each set counts by its weight. The weights are
 * the shares expected in use, of held-out digits and of pictures that are not digits.
 *
 * The loss is convex in 1 / temperature and the bias, so Newton's method is used; each step is
 * halved until the loss falls. If every answer is right, the loss has no minimum and the
 * temperature becomes 0.05, the lowest allowed. Throws RangeError on sizes that do not fit. Guo,
 * Pleiss, Sun & Weinberger 2017, "On Calibration of Modern Neural Networks", arXiv:1706.04599,
 * section 4.2.
 */
export function fitScaling(sets: readonly ScalingData[], K: number): { temperature: number; notDigitBias: number } {
  checkSets(sets, K);
  let [inverse, bias] = [1, 0];
  let here = measure(sets, K, inverse, bias);
  for (let step = 0; step < STEPS; step++) {
    const [byInverse, byBias] = newtonStep(here, K > NOT_A_DIGIT);
    let share = 1;
    let next = here;
    for (; share > 1e-6; share /= 2) {
      const wanted = clamp(inverse - share * byInverse, 1 / RANGE[1], 1 / RANGE[0]);
      next = measure(sets, K, wanted, bias - share * byBias);
      if (next.loss >= here.loss) continue;
      [inverse, bias] = [wanted, bias - share * byBias];
      break;
    }
    const gain = here.loss - next.loss;
    if (!(gain > 1e-13 * Math.abs(here.loss))) break;
    here = next;
  }
  return { temperature: 1 / inverse, notDigitBias: bias };
}

/** Loss with its first and second derivatives by the inverse temperature (i) and the bias (b). */
interface Measured {
  loss: number;
  i: number;
  b: number;
  ii: number;
  ib: number;
  bb: number;
}

function measure(sets: readonly ScalingData[], K: number, inverse: number, bias: number): Measured {
  const total: Measured = { loss: 0, i: 0, b: 0, ii: 0, ib: 0, bb: 0 };
  const biased = K > NOT_A_DIGIT ? bias : 0;
  for (const { logits, labels, weight } of sets) {
    const each = weight / labels.length;
    for (let n = 0; n < labels.length; n++) {
      const row = logits.subarray(n * K, (n + 1) * K);
      let largest = -Infinity;
      row.forEach((logit, k) => (largest = Math.max(largest, logit * inverse + (k === NOT_A_DIGIT ? biased : 0))));
      // Moments of the logits relative to the label's logit, so that large logits cancel.
      const own = row[labels[n]];
      let [sum, first, second, doubt] = [0, 0, 0, 0];
      row.forEach((logit, k) => {
        const p = Math.exp(logit * inverse + (k === NOT_A_DIGIT ? biased : 0) - largest);
        sum += p;
        first += p * (logit - own);
        second += p * (logit - own) ** 2;
        if (k === NOT_A_DIGIT) doubt = p;
      });
      const mean = first / sum;
      const p = doubt / sum;
      const isDoubt = labels[n] === NOT_A_DIGIT ? 1 : 0;
      total.loss += each * (Math.log(sum) + largest - own * inverse - isDoubt * biased);
      total.i += each * mean;
      total.b += each * (p - isDoubt);
      total.ii += each * (second / sum - mean * mean);
      total.ib += each * p * (row[NOT_A_DIGIT] - own - mean || 0);
      total.bb += each * p * (1 - p);
    }
  }
  return total;
}

/**
 * The Newton step to subtract: the inverse of the second derivatives times the first derivatives.
 */
function newtonStep({ i, b, ii, ib, bb }: Measured, withBias: boolean): [byInverse: number, byBias: number] {
  const least = 1e-12; // a loss that is flat has no step
  if (!withBias || bb < least) return [i / Math.max(ii, least), 0];
  const determinant = Math.max(ii * bb - ib * ib, least * bb);
  return [(i * bb - b * ib) / determinant, (b * ii - i * ib) / determinant];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function checkSets(sets: readonly ScalingData[], K: number): void {
  if (sets.length === 0) throw new RangeError('fitScaling: sets must hold at least one. Received none.');
  for (const { logits, labels } of sets) {
    if (labels.length === 0 || logits.length !== labels.length * K) {
      throw new RangeError(
        `fitScaling: logits must be [N, ${K}] for N labels, N at least 1. Received ${logits.length} values for ${labels.length} labels.`,
      );
    }
    const strange = labels.find((label) => label >= K);
    if (strange !== undefined) {
      throw new RangeError(`fitScaling: labels must be 0..${K - 1}. Received ${strange}.`);
    }
  }
}
