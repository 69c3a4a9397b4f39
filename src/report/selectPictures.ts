import { mistakesBySureness } from '../evaluation/evaluate.js';
import { mostProbableDigit, type Predictions } from '../evaluation/predictions.js';

export interface SelectPicturesOptions {
  /** Mistakes that are always among them, the surest ones. */
  readonly gallery: number;
  /** All mistakes are taken unless there are more than this; then each cell of the matrix keeps its surest ones. */
  readonly mistakes: number;
  /** Right answers for each digit, the least sure ones. */
  readonly rightPerDigit: number;
}

/** Indices into `predictions` of the pictures that a report shows: mistakes, the surest first, then right answers, the least sure first. */
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

/** The most that every cell may keep so that all together keep at most `budget`; at least 1. */
function largestLimit(sizes: readonly number[], budget: number): number {
  let limit = Math.max(...sizes, 1);
  while (limit > 1 && sizes.reduce((total, size) => total + Math.min(size, limit), 0) > budget) limit--;
  return limit;
}
