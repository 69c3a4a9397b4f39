import { mostProbableDigit, type Predictions } from './predictions.js';
import { wilsonInterval } from '../statistics/wilsonInterval.js';

/**
 * How many pictures are variants of drawings that the model was trained on, and the score without
 * them.
 */
export interface LeakResults {
  /** Number of training pictures that were searched. */
  readonly searched: number;
  /** Number of pictures with a variant of the same drawing among the training pictures. */
  readonly leaked: number;
  /** The pictures labelled 1, and how many of them leaked: upright bars look alike anyway. */
  readonly ones: { readonly n: number; readonly leaked: number };
  /** The score on the pictures that did not leak; null if there are none. */
  readonly without: {
    readonly n: number;
    readonly errors: number;
    /** 0..1 */
    readonly accuracy: number;
    /** Wilson 95 % interval of the accuracy. */
    readonly interval: readonly [low: number, high: number];
  } | null;
}

/**
 * Scores without the pictures marked in `leaked` [N], 0 or 1. Throws RangeError unless `leaked` has
 * one value per prediction.
 */
export function leakScores(
  { labels, probabilities }: Pick<Predictions, 'labels' | 'probabilities'>,
  { leaked, searched }: { readonly leaked: Uint8Array; readonly searched: number },
): LeakResults {
  if (leaked.length !== labels.length) {
    throw new RangeError(`leakScores: leaked must have ${labels.length} values. Received ${leaked.length}.`);
  }
  const count = (holds: (n: number) => boolean): number => labels.reduce((sum, _, n) => (holds(n) ? sum + 1 : sum), 0);
  const n = count((row) => leaked[row] === 0);
  const errors = count((row) => leaked[row] === 0 && mostProbableDigit(probabilities, row) !== labels[row]);
  return {
    searched,
    leaked: labels.length - n,
    ones: { n: count((row) => labels[row] === 1), leaked: count((row) => labels[row] === 1 && leaked[row] === 1) },
    without: n === 0 ? null : { n, errors, accuracy: (n - errors) / n, interval: wilsonInterval(n - errors, n) },
  };
}
