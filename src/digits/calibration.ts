/**
 * How often a model was wrong at each confidence, on pictures that it had not learned from. Part of
 * its config.json.
 */
export interface Calibration {
  /** What it was measured on, in words. */
  readonly data: string;
  /** Digits that were read, changed ones included. */
  readonly n: number;
  /**
   * The certainty of a promise about the error, 0..1: 0.95 is wrong once in twenty calibrations.
   */
  readonly level: number;
  /** From only the surest answers to all of them. */
  readonly points: readonly CalibrationPoint[];
  /**
   * The same by kinds of pictures: a promise is kept in each of them. Missing in models that were
   * calibrated without.
   */
  readonly domains?: readonly CalibrationDomain[] | undefined;
}

/** What was measured on one kind of pictures. */
export interface CalibrationDomain {
  /** In words: `cells`. */
  readonly name: string;
  /** Answers that were measured. */
  readonly n: number;
  /** How many of all `n` answers are wrong. */
  readonly wrong: number;
  /**
   * Pictures beside these in which the ink step took something else for the digit: no promise is
   * made about them.
   */
  readonly missed: number;
  /** [points], as in the points of the calibration. */
  readonly answered: readonly number[];
  readonly errors: readonly number[];
}

/** What happens if only answers with some confidence or more are given. */
export interface CalibrationPoint {
  /** The least confidence, 0..1. */
  readonly confidence: number;
  /** How many of the `n` answers have at least that confidence. */
  readonly answered: number;
  /** How many of these are wrong. */
  readonly errors: number;
}
