import { mistakesBySureness } from '../evaluation/evaluate.js';
import { mostProbableDigit, type Predictions } from '../evaluation/predictions.js';

export interface SelectPicturesOptions {
  /** Number of mistakes, the most confident ones, that are always selected. */
  readonly gallery: number;
  /**
   * If there are more mistakes than this, each cell of the matrix keeps only its most confident
   * ones.
   */
  readonly mistakes: number;
  /** Number of right answers per digit, the least confident ones. */
  readonly rightPerDigit: number;
}

/**
 * Indices into `predictions` of the pictures that a report shows: mistakes, the most confident
 * first, then right answers, the least confident first.
 */
export function selectPictures(predictions: Predictions, options: SelectPicturesOptions): number[] {
  const { labels, probabilities } = predictions;
  const predicted = labels.map((_, n) => mostProbableDigit(probabilities, n));
  const confidence = (n: number) => probabilities[n * 10 + predicted[n]];

  const mistakes = mistakesBySureness(predictions);
  const cells = Array.from({ length: 100 }, (_, cell) =>
    mistakes.filter((n) => labels[n] * 10 + predicted[n] === cell),
  );
  const limit = largestLimit(
    cells.map((cell) => cell.length),
    options.mistakes,
  );
  const kept = new Set([...mistakes.slice(0, options.gallery), ...cells.flatMap((cell) => cell.slice(0, limit))]);

  const right = Array.from({ length: 10 }, (_, digit) =>
    Array.from(labels.keys())
      .filter((n) => labels[n] === digit && predicted[n] === digit)
      .sort((a, b) => confidence(a) - confidence(b) || a - b)
      .slice(0, options.rightPerDigit),
  );
  return [...mistakes.filter((n) => kept.has(n)), ...right.flat()];
}

/** The largest limit per cell with which all cells together keep at most `budget`; at least 1. */
function largestLimit(sizes: readonly number[], budget: number): number {
  let limit = Math.max(...sizes, 1);
  while (limit > 1 && sizes.reduce((total, size) => total + Math.min(size, limit), 0) > budget) limit--;
  return limit;
}
