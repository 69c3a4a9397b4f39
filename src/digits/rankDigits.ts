export interface RankedDigit {
  /** 0..9. */
  readonly digit: number;
  /** Probability, 0..1. */
  readonly confidence: number;
}

/** All digits by probability [10], the likeliest first; of equals the smaller digit first. */
export function rankDigits(probabilities: ArrayLike<number>): RankedDigit[] {
  return Array.from(probabilities, (confidence, digit) => ({ digit, confidence })).sort(
    (a, b) => b.confidence - a.confidence || a.digit - b.digit,
  );
}
