import type { GrayImage } from '../../image/pixels.js';
import { LEAST_STEP } from './findEdges.js';

/** The least share of the picture of a sheet's box, and of that box that is filled by the sheet. */
const LEAST_BOX = 0.15;
const LEAST_FILLED = 0.5;

/** So many pixels along the border of the picture are averaged: less noise, and no less surface. */
const RUN = 9;

/**
 * False for most drawings, at little cost: their border is of one tone, and the drawing, whose
 * pixels are of another one, does not fill its box as a sheet would.
 */
export function mayHaveSurfaces(picture: GrayImage): boolean {
  const { width, height, data } = picture;
  const border = borderOf(picture);
  let [darkest, lightest] = [255, 0];
  let sum = 0;
  for (let n = 0; n < border.length + RUN; n++) {
    sum += border[n % border.length];
    if (n < RUN) continue;
    sum -= border[n - RUN];
    darkest = Math.min(darkest, sum / RUN);
    lightest = Math.max(lightest, sum / RUN);
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

/** The tones around the picture, clockwise. */
function borderOf({ width, height, data }: GrayImage): Uint8Array {
  const border = new Uint8Array(2 * (width + height));
  for (let x = 0; x < width; x++) {
    border[x] = data[x];
    border[width + height + x] = data[data.length - 1 - x];
  }
  for (let y = 0; y < height; y++) {
    border[width + y] = data[y * width + width - 1];
    border[2 * width + height + y] = data[(height - 1 - y) * width];
  }
  return border;
}
