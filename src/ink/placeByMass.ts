import type { GrayImage } from '../image/pixels.js';
import { INPUT_LENGTH, INPUT_SIDE } from './mnistInput.js';

/**
 * Places ink of at most 28 x 28 pixels in an input [28 * 28] so that its centre of mass is in the
 * middle, to the nearest whole pixel, or as near to it as possible without losing ink at the edge.
 */
export function placeByMass(ink: GrayImage): Uint8Array {
  const { width, height, data } = ink;
  let mass = 0;
  let massX = 0;
  let massY = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      mass += data[i];
      massX += x * data[i];
      massY += y * data[i];
    }
  }
  const left = offsetOf(massX / mass, width);
  const top = offsetOf(massY / mass, height);
  const input = new Uint8Array(INPUT_LENGTH);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, out = (top + y) * INPUT_SIDE + left; x < width; x++, i++, out++) input[out] = data[i];
  }
  return input;
}

/**
 * The middle is pixel 14, as in MNIST: the mean pixel position of its pictures is 14.0, counted
 * from 0, on both axes.
 */
function offsetOf(centre: number, length: number): number {
  return Math.min(Math.max(Math.round(INPUT_SIDE / 2 - centre), 0), INPUT_SIDE - length);
}
