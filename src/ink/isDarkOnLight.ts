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
/** Share of the border that must be of one level for that to be the paper's. */
const ONE_LEVEL = 0.95;
/** Strokes are narrower than twice this share of the longer side, and shadows wider. */
const WIDEST = 0.2;
/** The same of most strokes: what is narrower still, the eye sees as drawn. */
const NARROW = 0.05;
/** Largest standard deviation of a paper that counts as flat, 0..255, and as a share of that of its opposite. */
const FLAT = 5;
const FLAT_SHARE = 1 / 7;
/** The share that it must be below in any case. */
const FLATTER = 1 / 1.8;

/** The histogram of the picture in hand. */
const histogram = new Uint32Array(256);

/**
 * True where a picture of luminance, 0 = black, 255 = white, is most likely drawn dark on light paper. In a picture of two
 * clean levels with one of them all around, that one is the paper. In any other, it is tried to fill what is narrow and dark,
 * and what is narrow and light: the paper is what gets flat, or, where a shadow keeps both from it, what narrow strokes lie on.
 */
export function isDarkOnLight(luminance: GrayImage): boolean {
  const small = shrink(luminance, SIDE);
  const { threshold, separability } = otsu(histogramOf(small.data, histogram));
  if (threshold === 0) return small.data[0] >= 128; // of one level: then no pixel counts as ink
  const border = lightShareOfBorder(small, threshold);
  const light = lightShare(small, threshold);
  if (separability >= CLEAN && Math.min(light, border) > 0.5 && border >= ONE_LEVEL) return true;
  if (separability >= CLEAN && Math.max(light, border) < 0.5 && border <= 1 - ONE_LEVEL) return false;

  const inverted = invert(small);
  const widest = Math.round(WIDEST * Math.max(small.width, small.height));
  const [asDark, asLight] = [deviation(openPicture(inverted, widest)), deviation(openPicture(small, widest))];
  const darkIsFlat = asDark <= Math.max(FLAT, FLAT_SHARE * asLight);
  const lightIsFlat = asLight <= Math.max(FLAT, FLAT_SHARE * asDark);
  if (darkIsFlat && asDark < FLATTER * asLight) return true;
  if (lightIsFlat && asLight < FLATTER * asDark) return false;
  const [darkInk, lightInk] = [narrowInk(inverted), narrowInk(small)];
  return (darkIsFlat && lightIsFlat) || darkInk === lightInk ? light + border > 1 : darkInk > lightInk;
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

function deviation({ data }: GrayImage): number {
  let sum = 0;
  let squares = 0;
  for (const value of data) {
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / data.length - (sum / data.length) ** 2));
}

/** How much stands out, bright and narrow, from its surroundings. */
function narrowInk(image: GrayImage): number {
  const ground = openPicture(image, Math.max(1, Math.round(NARROW * Math.max(image.width, image.height))));
  return image.data.reduce((sum, value, i) => sum + (value - ground.data[i]) ** 2, 0);
}
