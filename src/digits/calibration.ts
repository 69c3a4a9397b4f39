/** What a model's confidence was found to be worth, on pictures that it had not learned from. Part of its config.json. */
export interface Calibration {
  /** What it was measured on, in words. */
  readonly data: string;
  /** Digits that were read, changed ones included. */
  readonly n: number;
  /** How sure a promise about the error is, 0..1: 0.95 is wrong once in twenty calibrations. */
  readonly level: number;
  /** From the surest answers alone to all of them. */
  readonly points: readonly CalibrationPoint[];
}

/** What happens where only answers of at least some confidence are given. */
export interface CalibrationPoint {
  /** The least confidence, 0..1. */
  readonly confidence: number;
  /** Answers of at least that confidence, of `n`. */
  readonly answered: number;
  /** Wrong ones among them. */
  readonly errors: number;
}
