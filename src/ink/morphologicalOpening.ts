import type { GrayImage } from '../image/pixels.js';
import { invert } from './invert.js';

/**
 * The morphological opening of a picture by a square of 2 * `radius` + 1 pixels: bright areas that
 * are narrower than the square are removed, the edges of wider ones stay where they are. At the
 * border, half a square is enough to stay. (J. Serra 1982, "Image Analysis and Mathematical
 * Morphology".)
 */
export function morphologicalOpening(image: GrayImage, radius: number): GrayImage {
  // The largest values are the smallest of the inverted ones.
  return invert(erode(invert(erode(image, radius)), radius));
}

/**
 * The morphological erosion of a picture: for each pixel the smallest value in the square of 2 *
 * `radius` + 1 pixels around it, as far as the square lies in the picture.
 */
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
  /**
   * The smallest value from the beginning of each block (of the length of a window) to here, and
   * from here to its end.
   */
  readonly left: Uint8Array;
  readonly right: Uint8Array;
}

/**
 * Replaces each of `count` values, `step` apart, by the smallest value within `radius` of it. The
 * time does not depend on the radius (M. van Herk 1992, "A fast algorithm for local minimum and
 * maximum filters").
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
