import type { GrayImage } from '../image/pixels.js';
import { invert } from './invert.js';

/**
 * The opening of a picture by a square of 2 * `radius` + 1 pixels: what is bright and narrower than the square goes, edges
 * of what is wider stay where they are. At the border half a square is enough to stay. (J. Serra 1982, "Image Analysis and
 * Mathematical Morphology".)
 */
export function openPicture(image: GrayImage, radius: number): GrayImage {
  return invert(erode(invert(erode(image, radius)), radius)); // the greatest values are the least of the inverted ones
}

/** Of each pixel, the least value in the square of 2 * `radius` + 1 pixels around it, as far as it lies in the picture. */
export function erode(image: GrayImage, radius: number): GrayImage {
  const { width, height } = image;
  const data = new Uint8Array(image.data);
  const longer = Math.max(width, height) + 2 * radius;
  const scratch: Scratch = {
    values: new Uint8Array(longer),
    left: new Uint8Array(longer),
    right: new Uint8Array(longer),
  };
  for (let y = 0; y < height; y++) slideLeast(data, y * width, 1, width, radius, scratch);
  for (let x = 0; x < width; x++) slideLeast(data, x, width, height, radius, scratch);
  return { width, height, data };
}

interface Scratch {
  readonly values: Uint8Array;
  /** From the beginning of each block of a window's length up to here, and from here to its end. */
  readonly left: Uint8Array;
  readonly right: Uint8Array;
}

/**
 * Replaces each of `count` values, `step` apart, by the least within `radius` of it, in a time that does not depend on the
 * radius (M. van Herk 1992, "A fast algorithm for local minimum and maximum filters").
 */
function slideLeast(
  data: Uint8Array,
  start: number,
  step: number,
  count: number,
  radius: number,
  { values, left, right }: Scratch,
): void {
  const window = 2 * radius + 1;
  const length = count + 2 * radius;
  values.fill(255, 0, radius);
  values.fill(255, count + radius, length);
  for (let i = 0, at = start; i < count; i++, at += step) values[i + radius] = data[at];
  for (let i = 0; i < length; i++) left[i] = i % window === 0 ? values[i] : Math.min(left[i - 1], values[i]);
  for (let i = length - 1; i >= 0; i--) {
    right[i] = i === length - 1 || (i + 1) % window === 0 ? values[i] : Math.min(right[i + 1], values[i]);
  }
  for (let i = 0, at = start; i < count; i++, at += step) data[at] = Math.min(right[i], left[i + 2 * radius]);
}
