import type { GrayImage } from '../image/pixels.js';
import { histogramOf } from './histogramOf.js';
import { invert } from './invert.js';
import { openPicture } from './openPicture.js';
import { otsu } from './otsu.js';
import { shrink } from './shrink.js';

/** Longer side, in pixels, of the picture that is judged: strokes are still wider than a pixel, and any photo is quick. */
const SIDE = 64;
/** Otsu's separability from which a picture counts as two clean levels; below, shadows or noise are in it too. */
export const CLEAN = 0.84;
/** Longer side, in pixels, of pictures too small to have shadows that could be told from strokes. */
export const TINY = 24;
/** Share of the border that must be of one level for that to be the paper's. */
const ONE_LEVEL = 0.95;
/** Share of the picture that the paper of a digit takes which fills it to the borders, but not to the corners. */
const LEAST_PAPER = 0.3;
/** Strokes are narrower than twice this share of the longer side, and shadows wider. */
const WIDEST = 0.16;

/** The histogram of the picture in hand. */
const histogram = new Uint32Array(256);

/**
 * True where a picture of luminance, 0 = black, 255 = white, is most likely drawn dark on light paper. In a picture of two
 * clean levels with one of them all around, that one is the paper. In any other, it is tried to take away what is narrow and
 * dark, and what is narrow and light: the paper is what gets smooth, shadows and all.
 */
export function isDarkOnLight(luminance: GrayImage): boolean {
  const small = shrink(luminance, SIDE);
  const { threshold, separability } = otsu(histogramOf(small.data, histogram));
  if (threshold === 0) return small.data[0] >= 128; // of one level: then no pixel counts as ink
  const border = lightShareOfBorder(small, threshold);
  const light = lightShare(small, threshold);
  if (separability >= CLEAN && Math.min(light, border) > 0.5 && border >= ONE_LEVEL) return true;
  if (separability >= CLEAN && Math.max(light, border) < 0.5 && border <= 1 - ONE_LEVEL) return false;

  const corners = lightCorners(small, threshold);
  const leaves = Math.min(border, 1 - border) > 1 - ONE_LEVEL;
  if (leaves && corners >= 3 && border > 0.5 && light >= LEAST_PAPER) return true;
  if (leaves && corners <= 1 && border < 0.5 && light <= 1 - LEAST_PAPER) return false;

  const widest = Math.max(1, Math.round(WIDEST * Math.max(small.width, small.height)));
  const withoutDark = roughness(openPicture(invert(small), widest));
  const withoutLight = roughness(openPicture(small, widest));
  return withoutDark === withoutLight ? light + border > 1 : withoutDark < withoutLight;
}

/** How many of the four corners are light. */
function lightCorners({ width, height, data }: GrayImage, threshold: number): number {
  const last = data.length - 1;
  return [0, width - 1, last - (width - 1), last].filter((i) => data[i] >= threshold).length;
}

function lightShare({ data }: GrayImage, threshold: number): number {
  let light = 0;
  for (let value = threshold; value < 256; value++) light += histogram[value];
  return light / data.length;
}

function lightShareOfBorder({ width, height, data }: GrayImage, threshold: number): number {
  let border = 0;
  let light = 0;
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) {
      border++;
      if (data[y * width + x] >= threshold) light++;
    }
  }
  return light / border;
}

/** The sum of the squared differences between neighbours: edges count, soft shades hardly. */
function roughness({ width, height, data }: GrayImage): number {
  let sum = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (x + 1 < width) sum += (data[i + 1] - data[i]) ** 2;
      if (y + 1 < height) sum += (data[i + width] - data[i]) ** 2;
    }
  }
  return sum;
}
