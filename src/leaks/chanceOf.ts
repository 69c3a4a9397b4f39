/** A match is reported if at most this share of strangers, 0..1, finds one as good by chance. */
export const CHANCE_LIMIT = 0.0035;
/**
 * The same for grouping pictures into drawings. There, a variant that is left out does more harm
 * (it may end up on the other side of a split) than a stranger that is wrongly added.
 */
export const GROUPING_LIMIT = 0.1;

/**
 * Share of strangers, 0..1, whose best match among `strangers` drawings of the same digit has a
 * residual of at most `residual`, 0..1.
 *
 * Measured on MNIST's training images, between different writers (docs/leaks.md): below a share of
 * 0.1 it falls as a power of the residual, and from 1,500 to 6,000 drawings it grows with the power
 * 0.55 of their number.
 */
export function chanceOf(residual: number, digit: number, strangers: number): number {
  return Math.min(1, (strangers / MEASURED) ** GROWTH * (residual / SCALES[digit]) ** EXPONENTS[digit]);
}

/** Number of drawings of a digit in the measurement. */
const MEASURED = 6000;
const GROWTH = 0.55;
/**
 * For each digit, the residual at which the power law reaches 1; it is chosen so that the law
 * agrees with the measured residual at a share of 0.01.
 */
const SCALES = [0.0103, 0.0045, 0.0189, 0.0219, 0.0153, 0.0212, 0.0092, 0.009, 0.0143, 0.0095];
/**
 * The exponent for each digit. Bars resemble each other, so the share falls more slowly for the
 * digit 1.
 */
const EXPONENTS = [7.5, 5, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5];
