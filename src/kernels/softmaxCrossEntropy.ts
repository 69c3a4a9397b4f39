import { exponential, logarithm } from './exponential.js';
import type { Floats } from './kernels.js';

/**
 * Softmax cross-entropy of logits [N, K] against labels [N], in double precision and plain IEEE
 * arithmetic, so that every JavaScript engine gives the same bits. Ten numbers per image are not
 * worth a fast kernel: all implementations share this one.
 *
 * Writes dlogits [N, K] = (softmax(logits) - onehot(label)) * scale. Returns the SUM of the losses
 * (nats) and the number of rows whose largest logit (the first among equals) is that of their
 * label.
 */
export function softmaxCrossEntropy(
  logits: Floats,
  labels: Uint8Array,
  dlogits: Floats,
  K: number,
  scale: number,
  n: number,
): { loss: number; correct: number } {
  let loss = 0;
  let correct = 0;
  for (let i = 0; i < n; i++) {
    const row = i * K;
    let best = 0;
    for (let k = 1; k < K; k++) if (logits[row + k] > logits[row + best]) best = k;
    const largest = logits[row + best];
    let sum = 0;
    for (let k = 0; k < K; k++) sum += exponential(logits[row + k] - largest);
    const label = labels[i];
    for (let k = 0; k < K; k++) {
      const probability = exponential(logits[row + k] - largest) / sum;
      dlogits[row + k] = (probability - (k === label ? 1 : 0)) * scale;
    }
    loss += logarithm(sum) - (logits[row + label] - largest);
    if (best === label) correct++;
  }
  return { loss, correct };
}
