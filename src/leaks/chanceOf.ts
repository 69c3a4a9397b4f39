/** A match is told where at most this share of strangers, 0..1, finds one as good. */
export const CHANCE_LIMIT = 0.005;

/**
 * Share of strangers, 0..1, whose best match among `strangers` drawings of the same digit leaves a residual of at most `residual`, 0..1.
 *
 * Measured on MNIST's training images, writers apart: the best residual of a stranger falls off as a power of it. Below the median it is
 * proportional to the number of drawings that there are to choose from.
 */
export function chanceOf(residual: number, digit: number, strangers: number): number {
  return Math.min(1, (strangers / REFERENCE) * (residual / SCALES[digit]) ** EXPONENTS[digit]);
}

const REFERENCE = 5500;
const SCALES = [0.018, 0.009, 0.033, 0.036, 0.033, 0.038, 0.019, 0.019, 0.029, 0.02];
const EXPONENTS = [8, 6, 8, 8, 8, 8, 8, 6, 8, 8];
