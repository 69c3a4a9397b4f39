/** The range in which a temperature is sought; what has to leave it is no matter of temperature. */
const RANGE = [0.05, 20] as const;
const STEPS = 100;

/**
 * The temperature at which softmax(logits / temperature) fits the labels best: least mean -ln(probability of the label).
 *
 * `logits` [N, K], `labels` [N], 0..K-1, N at least 1. Found in 1 / temperature, in which the loss is convex, by Newton's
 * method kept within a bracket. Always within 0.05..20: where every answer is right, the loss falls for ever, and 0.05 is
 * the answer. Throws RangeError on sizes that do not fit.
 * Guo, Pleiss, Sun & Weinberger 2017, "On Calibration of Modern Neural Networks", arXiv:1706.04599, section 4.2.
 */
export function fitTemperature(logits: Float32Array, labels: Uint8Array): number {
  const N = labels.length;
  const K = logits.length / N;
  if (N === 0 || !Number.isInteger(K)) {
    throw new RangeError(`fitTemperature: logits must be [N, K] for N labels. Received ${logits.length} and ${N}.`);
  }
  const strange = labels.findIndex((label) => label >= K);
  if (strange >= 0) {
    throw new RangeError(`fitTemperature: labels must be 0..${K - 1}. Received ${labels[strange]} at row ${strange}.`);
  }
  let [low, high] = [1 / RANGE[1], 1 / RANGE[0]];
  let inverse = 1;
  for (let step = 0; step < STEPS && high - low > 1e-9; step++) {
    const { slope, curvature } = derivatives(logits, labels, K, inverse);
    if (slope > 0) high = inverse;
    else low = inverse;
    const newton = inverse - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2; // NaN takes the middle
    if (Math.abs(next - inverse) <= 1e-10 * inverse) break;
    inverse = next;
  }
  return 1 / inverse;
}

/** First and second derivative of the summed loss by the inverse temperature: mean and variance of the logits. */
function derivatives(logits: Float32Array, labels: Uint8Array, K: number, inverse: number) {
  let slope = 0;
  let curvature = 0;
  for (let n = 0; n < labels.length; n++) {
    const row = logits.subarray(n * K, (n + 1) * K);
    let largest = -Infinity;
    for (const logit of row) largest = Math.max(largest, logit);
    let [sum, first, second] = [0, 0, 0];
    for (const logit of row) {
      const below = logit - largest;
      const weight = Math.exp(below * inverse);
      sum += weight;
      first += weight * below;
      second += weight * below * below;
    }
    const mean = first / sum;
    slope += mean - (row[labels[n]] - largest);
    curvature += second / sum - mean * mean;
  }
  return { slope, curvature };
}
