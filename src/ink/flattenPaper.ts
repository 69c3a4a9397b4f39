import type { GrayImage } from '../image/pixels.js';
import { crop } from './crop.js';
import { deviation } from './deviation.js';
import { extend } from './extend.js';
import { histogramOf } from './histogramOf.js';
import { invert } from './invert.js';
import { erode, openPicture } from './openPicture.js';
import { resize } from './resize.js';
import { shrink } from './shrink.js';

/** Longer side, in pixels, of the picture that the paper is looked for in: light is soft, and it is quick. */
const SIDE = 64;
/** Strokes are narrower than twice this share of the longer side; what is wider is a shadow. */
const WIDEST = 0.2;
/** The same of the widest strokes, where they fill the picture and leave it. */
const WIDEST_PEN = 0.25;
/** Standard deviation of the paper up to which its light counts as even, 0..255. */
const EVEN = 3;
/** How many standard deviations of the noise a pixel must be above the paper. */
const NOISE = 4;
/** What differences from the paper are kept with, so that those below 0 are. */
const OFFSET = 32;
/** The least light that is divided by, of 255: what is darker still holds no picture. */
const LEAST_LIGHT = 40;

/**
 * Takes uneven light out of a picture of ink, 0 = paper, 255 = ink: shades, and the edges of shadows; returns the picture
 * itself where the light is even. The paper is what is left when everything narrow is taken away. Ink counts as a share of
 * the light that falls where it is.
 */
export function flattenPaper(ink: GrayImage): GrayImage {
  const { width, height } = ink;
  const small = shrink(ink, SIDE);
  const radius = Math.max(1, Math.round(WIDEST * Math.max(small.width, small.height)));
  const widest = Math.round(WIDEST_PEN * Math.max(small.width, small.height));
  if (deviation(openPicture(small, widest)) <= EVEN) return ink;

  // With the border drawn out, a shadow that leaves the picture is as wide as it is beyond.
  const margin = 2 * radius;
  const extended = openPicture(extend(small, margin), radius);
  const within = { left: margin, top: margin, width: small.width, height: small.height };
  const smallPaper = crop(extended, within);
  const paper = resize(smallPaper, width, height).data;
  // Seen so small, the edge of a shadow is uncertain by a pixel: what is no darker than either side of it is no ink.
  const darkest = resize(invert(erode(invert(smallPaper), 1)), width, height).data;
  const above = new Uint8Array(ink.data.length);
  for (let i = 0; i < above.length; i++) above[i] = Math.min(255, Math.max(0, ink.data[i] - paper[i] + OFFSET));
  // Noise is the same in light and shadow: it must be told from ink before it is divided by the light.
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
