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
const LEAST_PAPER = 0.2;
/** How far the paper in a corner may be from the brightest or darkest, as a share of the least ink's distance. */
const EVEN = 0.25;
/** How far from the border a corner is looked at, as a share of the picture. */
const CORNER = 0.08;
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

  // A digit that fills the picture, and leaves it: paper of one level is in its corners.
  const leaves = Math.min(border, 1 - border) > 1 - ONE_LEVEL;
  const isPaper = (from: number, to: number): boolean =>
    pixelsOf(from, to) >= LEAST_PAPER * small.data.length && cornersOf(small, from, to) >= 3;
  const [black, white] = [quantile(0.02, small.data.length), quantile(0.98, small.data.length)];
  if (leaves && border > 0.5 && isPaper(white - EVEN * (white - threshold), 255)) return true;
  if (leaves && border < 0.5 && isPaper(0, black + EVEN * (threshold - black))) return false;

  const widest = Math.max(1, Math.round(WIDEST * Math.max(small.width, small.height)));
  const withoutDark = roughness(openPicture(invert(small), widest));
  const withoutLight = roughness(openPicture(small, widest));
  return withoutDark === withoutLight ? light + border > 1 : withoutDark < withoutLight;
}

/** How many of the four corners have values of [from, to]: a little inside, where edges of a box are not. */
export function cornersOf({ width, height, data }: GrayImage, from: number, to: number): number {
  const inside = Math.max(width, height) < TINY ? 0 : CORNER;
  const [left, top] = [Math.round(inside * (width - 1)), Math.round(inside * (height - 1))];
  const corners = [top, height - 1 - top].flatMap((y) => [y * width + left, y * width + width - 1 - left]);
  return corners.filter((i) => data[i] >= from && data[i] <= to).length;
}

/** How many pixels have values of [from, to]. */
function pixelsOf(from: number, to: number): number {
  let pixels = 0;
  for (let value = Math.ceil(from); value <= to; value++) pixels += histogram[value];
  return pixels;
}

/** The value at or below which `share` of the `count` pixels lie. */
function quantile(share: number, count: number): number {
  let value = 0;
  for (let below = histogram[0]; below < share * count; below += histogram[value]) value++;
  return value;
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
