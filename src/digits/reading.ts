import type { RankedDigit } from './rankDigits.js';

/** What was read in a picture. */
export interface Reading {
  /** The digits from left to right; empty where nothing was read. */
  readonly text: string;
  /** Probability that all of `text` is right, 0..1; 0 where nothing was read. */
  readonly confidence: number;
  /** 'no ink': an empty picture, which is never taken for a digit. */
  readonly status: 'read' | 'no ink';
  readonly digits: readonly ReadDigit[];
}

export interface ReadDigit extends RankedDigit {
  /** Where its ink is, in the picture's own pixels: [x, y, width, height]. */
  readonly box: readonly [number, number, number, number];
  /** What else it may be, the likeliest first. */
  readonly alternatives: readonly RankedDigit[];
}
