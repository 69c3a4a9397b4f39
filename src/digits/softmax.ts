import { exponential } from '../kernels/exponential.js';

/**
 * Probabilities [K], which sum to 1, of logits [K] / temperature. A temperature above 1 makes every
 * answer less sure, one below 1 makes it surer; neither changes which is the largest (Guo et al.
 * 2017, arXiv:1706.04599). Throws RangeError unless the temperature is above 0.
 */
export function softmax(logits: Float32Array, temperature = 1): Float64Array {
  if (!(temperature > 0)) throw new RangeError(`softmax: temperature must be above 0. Received ${temperature}.`);
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const exponentials = Float64Array.from(logits, (logit) => exponential((logit - largest) / temperature));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}
