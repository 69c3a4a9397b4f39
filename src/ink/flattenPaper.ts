import type { GrayImage } from '../image/pixels.js';
import { crop } from './crop.js';
import { deviation } from './deviation.js';
import { extend } from './extend.js';
import { histogramOf } from './histogramOf.js';
import { invert } from './invert.js';
import { erode, morphologicalOpening } from './morphologicalOpening.js';
import { resize } from './resize.js';
import { shrink } from './shrink.js';

/**
 * Longer side, in pixels, of the reduced picture in which the paper is sought: this is fast, and
 * enough because light changes slowly.
 */
const SIDE = 64;
/** Strokes are narrower than twice this share of the longer side; anything wider is a shadow. */
const WIDEST = 0.2;
/** The same for the widest strokes, when they fill the picture and leave it. */
const WIDEST_PEN = 0.25;
/** The light counts as even up to this standard deviation of the paper, 0..255. */
const EVEN = 3;
/** How many standard deviations of the noise a pixel must be above the paper. */
const NOISE = 4;
/**
 * Is added to differences from the paper when they are stored, so that negative ones are kept too.
 */
const OFFSET = 32;
/** The smallest divisor for the light, of 255: places that are even darker hold no picture. */
const LEAST_LIGHT = 40;

/**
 * Removes uneven light, that is shades and the edges of shadows, from a picture of ink, 0 = paper,
 * 255 = ink. Returns the picture itself if the light is even. The paper is what remains when
 * everything narrow is removed. Ink is measured as a share of the light that falls on its place.
 */
export function flattenPaper(ink: GrayImage): GrayImage {
  const { width, height } = ink;
  const small = shrink(ink, SIDE);
  const radius = Math.max(1, Math.round(WIDEST * Math.max(small.width, small.height)));
  const widest = Math.round(WIDEST_PEN * Math.max(small.width, small.height));
  if (deviation(morphologicalOpening(small, widest)) <= EVEN) return ink;

  // The picture is extended at its border, so that a shadow that leaves the picture is as wide as
  // it would be beyond it.
  const margin = 2 * radius;
  const extended = morphologicalOpening(extend(small, margin), radius);
  const within = { left: margin, top: margin, width: small.width, height: small.height };
  const smallPaper = crop(extended, within);
  const paper = resize(smallPaper, width, height).data;
  // At this size, the edge of a shadow is uncertain by one pixel, so a pixel must be darker than
  // both sides of the edge to count as ink.
  const darkest = resize(invert(erode(invert(smallPaper), 1)), width, height).data;
  const above = new Uint8Array(ink.data.length);
  for (let i = 0; i < above.length; i++) above[i] = Math.min(255, Math.max(0, ink.data[i] - paper[i] + OFFSET));
  // Noise is the same in light and in shadow, so it must be told from ink before the division by
  // the light.
  const [low, middle] = quantiles(above, [0.16, 0.5]);
  const least = Math.max(1, NOISE * (middle - low));
  const data = new Uint8Array(ink.data.length);
  for (let i = 0; i < data.length; i++) {
    const rest = above[i] - middle;
    if (rest >= least && ink.data[i] >= darkest[i] + least)
      data[i] = Math.min(255, (255 * rest) / Math.max(LEAST_LIGHT, 255 - paper[i]) + 0.5);
  }
  return { width, height, data };
}

function quantiles(values: Uint8Array, shares: readonly number[]): number[] {
  const histogram = histogramOf(values);
  return shares.map((share) => {
    let value = 0;
    for (let below = histogram[0]; below < share * values.length; below += histogram[value]) value++;
    return value;
  });
}
