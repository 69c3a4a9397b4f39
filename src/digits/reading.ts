import type { RankedDigit } from './rankDigits.js';

/** What was read in a picture. */
export interface Reading {
  /** The digits from left to right, '?' for one that is not told; empty where there is no ink. */
  readonly text: string;
  /** Probability that the likeliest digits are all right, 0..1, also where they are not told; 0 where there is no ink. */
  readonly confidence: number;
  /**
   * 'no ink': an empty picture, which is never taken for a digit. 'not a digit': the model, which has learned what is none,
   * thinks so. 'unsure': less confident than the target error asks for.
   */
  readonly status: 'read' | 'unsure' | 'not a digit' | 'no ink';
  readonly digits: readonly ReadDigit[];
}

export interface ReadDigit {
  /** 0..9; null where the reading is 'unsure' or 'not a digit': then the first alternative is the likeliest digit. */
  readonly digit: number | null;
  /** Probability of the likeliest digit, 0..1. */
  readonly confidence: number;
  /** Probability that this is not a digit, 0..1; 0 with a model that has not learned what is none. */
  readonly notDigit: number;
  /** Where its ink is, in the picture's own pixels: [x, y, width, height]. */
  readonly box: readonly [number, number, number, number];
  /** What else it may be, the likeliest first. */
  readonly alternatives: readonly RankedDigit[];
}
