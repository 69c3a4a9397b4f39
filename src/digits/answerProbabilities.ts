import { softmax } from './softmax.js';

/** How logits become calibrated probabilities; part of a model's config. */
export interface Scaling {
  /** Logits are divided by this, above 0 (Guo et al. 2017, arXiv:1706.04599). */
  readonly temperature: number;
  /**
   * Then added to the logit of 'not a digit', if there is one. It is below 0 if fewer pictures in
   * use are not digits than in training. @default 0
   */
  readonly notDigitBias?: number;
}

/**
 * Probabilities [K] from logits [K]: of the ten digits (K = 10), or of these and 'not a digit'
 * (K = 11).
 */
export function answerProbabilities(logits: Float32Array, { temperature, notDigitBias = 0 }: Scaling): Float64Array {
  if (notDigitBias === 0 || logits.length <= 10) return softmax(logits, temperature);
  const biased = logits.slice();
  biased[10] += notDigitBias * temperature;
  return softmax(biased, temperature);
}
