import { softmax } from './softmax.js';

/** How logits become probabilities that can be believed; part of a model's config. */
export interface Scaling {
  /** Logits are divided by this, above 0 (Guo et al. 2017, arXiv:1706.04599). */
  readonly temperature: number;
  /**
   * Then added to the logit of 'not a digit', where there is one: below 0 where fewer pictures are not a digit than were in
   * training. @default 0
   */
  readonly notDigitBias?: number;
}

/** Probabilities of the ten digits, or of these and 'not a digit', [K], of logits [K], K = 10 or 11. */
export function answerProbabilities(logits: Float32Array, { temperature, notDigitBias = 0 }: Scaling): Float64Array {
  if (notDigitBias === 0 || logits.length <= 10) return softmax(logits, temperature);
  const biased = logits.slice();
  biased[10] += notDigitBias * temperature;
  return softmax(biased, temperature);
}
