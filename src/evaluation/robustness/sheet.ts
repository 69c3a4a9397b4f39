import type { GrayImage } from '../../image/pixels.js';
import { shrink } from '../../ink/shrink.js';

/** A square picture of ink that shifts are applied to. */
export interface Sheet {
  /** Pixels on a side. */
  readonly side: number;
  /** [side, side], 0 = no ink, 255 = full ink. */
  readonly ink: Uint8Array;
  /**
   * The ink value of the paper itself, 0..255: the median of the picture's border. Shifts fill
   * uncovered areas with it.
   */
  readonly paper: number;
}

/** Larger pictures are averaged down first, as preprocessing does. */
const LARGEST = 256;
/** The smallest side of a sheet, in pixels. */
const SMALLEST = 20;

/**
 * Puts a picture of ink in the middle of a square of its own paper, at the resolution that
 * `normalised` and `classic` use.
 */
export function sheetOf(picture: GrayImage): Sheet {
  const small = shrink(picture, LARGEST);
  const side = Math.max(small.width, small.height, SMALLEST);
  const paper = borderMedian(small);
  const ink = new Uint8Array(side * side).fill(paper);
  const [left, top] = [(side - small.width) >> 1, (side - small.height) >> 1];
  for (let y = 0; y < small.height; y++) {
    ink.set(small.data.subarray(y * small.width, (y + 1) * small.width), (top + y) * side + left);
  }
  return { side, ink, paper };
}

function borderMedian({ width, height, data }: GrayImage): number {
  const border: number[] = [];
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) border.push(data[y * width + x]);
  }
  border.sort((a, b) => a - b);
  return border[border.length >> 1];
}
