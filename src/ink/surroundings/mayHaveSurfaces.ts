import type { GrayImage } from '../../image/pixels.js';
import { LEAST_STEP } from './findEdges.js';

/** The least share of the picture of a sheet's box, and of that box that is filled by the sheet. */
const LEAST_BOX = 0.15;
const LEAST_FILLED = 0.5;

/**
 * False for most drawings, at little cost: their border is of one tone, and the drawing, whose
 * pixels are of another one, does not fill its box as a sheet would.
 */
export function mayHaveSurfaces({ width, height, data }: GrayImage): boolean {
  let [darkest, lightest] = [data[0], data[0]];
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) {
      const value = data[y * width + x];
      if (value < darkest) darkest = value;
      else if (value > lightest) lightest = value;
    }
  }
  if (lightest - darkest >= LEAST_STEP) return true;
  let [left, right, top, bottom, other] = [width, -1, height, -1, 0];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] < lightest + LEAST_STEP && data[i] > darkest - LEAST_STEP) continue;
      other++;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  const box = Math.max(0, right - left + 1) * Math.max(0, bottom - top + 1);
  return box >= LEAST_BOX * data.length && other >= LEAST_FILLED * box;
}
