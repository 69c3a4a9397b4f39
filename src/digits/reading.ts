import type { RankedDigit } from './rankDigits.js';

/** What was read in a picture: one digit, or a number of several. */
export interface Reading {
  /**
   * One character per digit, from left to right: the digit, or '?' for one that is not given. Empty
   * if there is no ink.
   */
  readonly text: string;
  /**
   * Probability that the likeliest digits are all right, 0..1, also if they are not given: the
   * product of the digits' confidences. 0 if there is no ink.
   */
  readonly confidence: number;
  /**
   * 'read': every digit is given. 'no ink': the picture is empty, which is never read as a digit.
   * 'not a digit': nothing in it is a digit, in the judgement of a model that has learned to tell.
   * 'unsure': some digits are not given, because they are less confident than the target error asks
   * for, or because they are not digits beside others that are.
   */
  readonly status: 'read' | 'unsure' | 'not a digit' | 'no ink';
  /** From left to right; empty if there is no ink. */
  readonly digits: readonly ReadDigit[];
}

export interface ReadDigit {
  /** 0..9; null if it is not given: then the first alternative is the likeliest digit. */
  readonly digit: number | null;
  /** Probability of the likeliest digit, 0..1. */
  readonly confidence: number;
  /** Probability that this is not a digit, 0..1; 0 with a model that has not learned to tell. */
  readonly notDigit: number;
  /** Where its ink is, in the picture's own pixels: [x, y, width, height]. */
  readonly box: readonly [number, number, number, number];
  /** What else it may be, the likeliest first. */
  readonly alternatives: readonly RankedDigit[];
}
