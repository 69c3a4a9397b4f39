/** How many digits on made paper are mixed into training data. Plain JSON. */
export interface MadeShare {
  /** Pictures on made paper per training picture, at least 0. */
  readonly share: number;
  /** Share of these whose digit is drawn in a form that training may see, 0..1. */
  readonly forms: number;
  /** Share of these whose digit is a handwriting font's, 0..1. */
  readonly fonts: number;
  /** Share of these that do not show a digit, 0..1; the other shares are of the rest. */
  readonly notDigits: number;
  readonly seed: number;
}
