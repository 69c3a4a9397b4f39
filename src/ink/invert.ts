import type { GrayImage } from '../image/pixels.js';

/** Light becomes dark, and dark light. */
export function invert({ width, height, data }: GrayImage): GrayImage {
  return { width, height, data: data.map((value) => 255 - value) };
}
