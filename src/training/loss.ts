import { exponential, logarithm } from '../kernels/exponential.js';
import type { Floats } from '../kernels/kernels.js';
import type { Loss } from '../network/network.js';

/** Learning from other networks (Hinton, Vinyals & Dean 2015, arXiv:1503.02531). */
export interface Distillation {
  /** T, above 0: the logits of the teachers and of the learning network are divided by it. */
  readonly temperature: number;
  /** Share of the teachers in the loss, 0..1. The rest is that of the labels. */
  readonly weight: number;
}

/**
 * The loss for each image, with p(T) = softmax(logits / T) and q the teachers' probabilities at T:
 *
 *     (1 - weight) * H(labels, p(1))  +  weight * T^2 * KL(q || p(T))
 *
 * H is the cross-entropy against labels of which the share `labelSmoothing` is spread evenly over
 * all classes (Szegedy et al. 2016, arXiv:1512.00567, section 7). T^2 keeps the gradients of both
 * terms in proportion for any T (section 2 of Hinton's paper). The loss is in nats, in double
 * precision and plain IEEE arithmetic, so that every JavaScript engine gives the same bits.
 *
 * `targets` [batch, K] holds q; null if there are no teachers.
 */
export function createLoss(labelSmoothing: number, distillation: Distillation | null, targets: Floats | null): Loss {
  const { temperature: T, weight } = distillation ?? { temperature: 1, weight: 0 };
  return (logits, labels, dlogits, K, scale, { first, n }) => {
    let loss = 0;
    let correct = 0;
    for (let i = 0; i < n; i++) {
      const row = i * K;
      const label = labels[i];
      let best = 0;
      for (let k = 1; k < K; k++) if (logits[row + k] > logits[row + best]) best = k;
      if (best === label) correct++;
      const largest = logits[row + best];
      let sum = 0;
      let softSum = 0;
      for (let k = 0; k < K; k++) {
        sum += exponential(logits[row + k] - largest);
        softSum += exponential((logits[row + k] - largest) / T);
      }
      const [logSum, logSoftSum] = [logarithm(sum), logarithm(softSum)];
      for (let k = 0; k < K; k++) {
        const above = logits[row + k] - largest;
        const wanted = (k === label ? 1 - labelSmoothing : 0) + labelSmoothing / K;
        loss += (1 - weight) * wanted * (logSum - above);
        let gradient = (1 - weight) * (exponential(above) / sum - wanted);
        if (targets !== null) {
          const taught = targets[(first + i) * K + k];
          if (taught > 0) loss += weight * T * T * taught * (logarithm(taught) - (above / T - logSoftSum));
          gradient += weight * T * (exponential(above / T) / softSum - taught);
        }
        dlogits[row + k] = gradient * scale;
      }
    }
    return { loss, correct };
  };
}
