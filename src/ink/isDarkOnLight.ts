import type { GrayImage } from '../image/pixels.js';
import { histogramOf } from './histogramOf.js';
import { otsu } from './otsu.js';
import { shrink } from './shrink.js';

/** Longer side, in pixels, of the picture that is judged: strokes are still wider than a pixel, and any photo is quick. */
const SIDE = 64;
/** Otsu's separability from which a picture counts as two clean levels; below, shadows or noise are in it too. */
export const CLEAN = 0.84;

/** The histogram of the picture in hand. */
const histogram = new Uint32Array(256);

/**
 * True where a picture of luminance, 0 = black, 255 = white, is most likely drawn dark on light paper. In a picture of two
 * clean levels, paper is what most of the picture and most of its border are. In any other, a shadow may be the darkest
 * part: there it counts to which side the pixels stand out from their surroundings.
 */
export function isDarkOnLight(luminance: GrayImage): boolean {
  const small = shrink(luminance, SIDE);
  const { threshold, separability } = otsu(histogramOf(small.data, histogram));
  if (threshold === 0) return small.data[0] >= 128; // of one level: then no pixel counts as ink
  return separability >= CLEAN ? isMostlyLight(small, threshold) : hasDarkStrokes(small);
}

function isMostlyLight({ width, height, data }: GrayImage, threshold: number): boolean {
  let light = 0;
  for (let value = threshold; value < 256; value++) light += histogram[value];
  let border = 0;
  let lightBorder = 0;
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) {
      border++;
      if (data[y * width + x] >= threshold) lightBorder++;
    }
  }
  return light / data.length + lightBorder / border > 1;
}

/** The third moment of the distance from the local mean: strokes are few and far from it, paper is much and near. */
function hasDarkStrokes({ width, height, data }: GrayImage): boolean {
  const radius = Math.round(Math.max(width, height) / 4);
  const sums = integralOf(width, height, data);
  const stride = width + 1;
  let moment = 0;
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - radius) * stride;
    const bottom = Math.min(height, y + radius + 1) * stride;
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - radius);
      const right = Math.min(width, x + radius + 1);
      const area = ((right - left) * (bottom - top)) / stride;
      const mean = (sums[bottom + right] - sums[top + right] - sums[bottom + left] + sums[top + left]) / area;
      moment += (data[y * width + x] - mean) ** 3;
    }
  }
  return moment < 0;
}

/** [height + 1, width + 1]: the sum of all values above and to the left. */
function integralOf(width: number, height: number, data: Uint8Array): Float64Array {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += data[y * width + x];
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
    }
  }
  return sums;
}
