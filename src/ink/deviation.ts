import type { GrayImage } from '../image/pixels.js';

/** The standard deviation of the values of a picture. */
export function deviation({ data }: GrayImage): number {
  let sum = 0;
  let squares = 0;
  for (const value of data) {
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / data.length - (sum / data.length) ** 2));
}
