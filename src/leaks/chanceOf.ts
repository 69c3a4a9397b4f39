/** A match is told where at most this share of strangers, 0..1, finds one as good. */
export const CHANCE_LIMIT = 0.0035;
/**
 * The same for putting pictures into drawings, where a variant that is left alone does more harm (it may come to lie on the other side of
 * a split) than a stranger that is put to others.
 */
export const GROUPING_LIMIT = 0.1;

/**
 * Share of strangers, 0..1, whose best match among `strangers` drawings of the same digit leaves a residual of at most `residual`, 0..1.
 *
 * Measured on MNIST's training images, writers apart (docs/leaks.md): below a share of one in ten it falls off as a power of the
 * residual, and from 1,500 to 6,000 drawings to choose from it grows with the power 0.55 of their number.
 */
export function chanceOf(residual: number, digit: number, strangers: number): number {
  return Math.min(1, (strangers / MEASURED) ** GROWTH * (residual / SCALES[digit]) ** EXPONENTS[digit]);
}

/** Drawings of a digit that there were to choose from. */
const MEASURED = 6000;
const GROWTH = 0.55;
/** The residual at which the power is 1, so that at a hundredth it is that of the measured hundredth. */
const SCALES = [0.0103, 0.0045, 0.0189, 0.0219, 0.0153, 0.0212, 0.0092, 0.009, 0.0143, 0.0095];
/** Bars are alike by nature: the digit 1 falls off more slowly. */
const EXPONENTS = [7.5, 5, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5];
