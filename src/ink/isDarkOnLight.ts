import type { GrayImage } from '../image/pixels.js';
import { histogramOf } from './histogramOf.js';
import { invert } from './invert.js';
import { morphologicalOpening } from './morphologicalOpening.js';
import { otsu } from './otsu.js';
import { shrink } from './shrink.js';

/**
 * Longer side, in pixels, of the reduced picture that is judged: strokes are still wider than a
 * pixel, and even a large photo takes little time.
 */
const SIDE = 64;
/**
 * A picture with at least this separability (Otsu) counts as two clean levels; otherwise it has
 * shadows or noise too.
 */
export const CLEAN = 0.84;
/** Longer side, in pixels, of pictures so small that shadows could not be told from strokes. */
export const TINY = 24;
/** If at least this share of the border is of one level, that level is the paper's. */
const ONE_LEVEL = 0.95;
/**
 * The least share of the picture that is paper if a digit fills the picture to the borders but not
 * to the corners.
 */
const LEAST_PAPER = 0.2;
/**
 * How far the paper in a corner may be from the brightest or darkest value, as a share of the
 * distance of the lightest ink from it.
 */
const EVEN = 0.25;
/** The distance from the border at which a corner is sampled, as a share of the picture. */
const CORNER = 0.08;
/** Strokes are narrower than twice this share of the longer side, and shadows are wider. */
const WIDEST = 0.16;

/** The histogram of the current picture. */
const histogram = new Uint32Array(256);

/**
 * True if a picture of luminance, 0 = black, 255 = white, is most likely drawn dark on light paper.
 * If the picture has two clean levels and one of them is all around the border, that level is the
 * paper. Otherwise everything narrow and dark is removed, and, separately, everything narrow and
 * light: the paper is what becomes smooth by that, including its shadows.
 */
export function isDarkOnLight(luminance: GrayImage): boolean {
  const small = shrink(luminance, SIDE);
  const { threshold, separability } = otsu(histogramOf(small.data, histogram));
  if (threshold === 0) return small.data[0] >= 128; // only one level: no pixel will count as ink
  const border = lightShareOfBorder(small, threshold);
  const light = lightShare(small, threshold);
  if (separability >= CLEAN && Math.min(light, border) > 0.5 && border >= ONE_LEVEL) return true;
  if (separability >= CLEAN && Math.max(light, border) < 0.5 && border <= 1 - ONE_LEVEL) return false;

  // If a digit fills the picture and leaves it, the corners show paper of one level.
  const leaves = Math.min(border, 1 - border) > 1 - ONE_LEVEL;
  const isPaper = (from: number, to: number): boolean =>
    pixelsOf(from, to) >= LEAST_PAPER * small.data.length && cornersOf(small, from, to) >= 3;
  const [black, white] = [quantile(0.02, small.data.length), quantile(0.98, small.data.length)];
  if (leaves && border > 0.5 && isPaper(white - EVEN * (white - threshold), 255)) return true;
  if (leaves && border < 0.5 && isPaper(0, black + EVEN * (threshold - black))) return false;

  const widest = Math.max(1, Math.round(WIDEST * Math.max(small.width, small.height)));
  const withoutDark = roughness(morphologicalOpening(invert(small), widest));
  const withoutLight = roughness(morphologicalOpening(small, widest));
  return withoutDark === withoutLight ? light + border > 1 : withoutDark < withoutLight;
}

/**
 * Counts how many of the four corners have values in [from, to]. The corners are sampled a little
 * inside, where the edges of a box are not.
 */
export function cornersOf({ width, height, data }: GrayImage, from: number, to: number): number {
  const inside = Math.max(width, height) < TINY ? 0 : CORNER;
  const [left, top] = [Math.round(inside * (width - 1)), Math.round(inside * (height - 1))];
  const corners = [top, height - 1 - top].flatMap((y) => [y * width + left, y * width + width - 1 - left]);
  return corners.filter((i) => data[i] >= from && data[i] <= to).length;
}

/** Counts the pixels with values in [from, to]. */
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

/** The sum of the squared differences between neighbours. Edges raise it, soft shades hardly do. */
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
