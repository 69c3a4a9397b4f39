import type { GrayImage } from '../image/pixels.js';
import { resize } from './resize.js';
import { shrink } from './shrink.js';

/** Longer side, in pixels, of the picture on which shadows are estimated: they are soft, and it is quick. */
const SIDE = 64;
/** Strokes up to this share of the longer side are ink; what is wider is shadow. */
const WIDEST_STROKE = 1 / 3;

/**
 * Takes shadows and the shade of the paper out of a picture of ink, 0 = paper, 255 = ink. It subtracts the level that is left
 * when everything narrower than a third of the picture is erased (the white top-hat transform; F. Meyer 1979, "Iterative
 * image transformations for an automatic screening of cervical smears").
 */
export function flattenPaper(ink: GrayImage): GrayImage {
  const small = shrink(ink, SIDE);
  const radius = Math.ceil((Math.max(small.width, small.height) * WIDEST_STROKE) / 2);
  const eroded = filter(small, radius, Math.min);
  const opened = resize(filter(eroded, radius, Math.max), ink.width, ink.height);
  const data = new Uint8Array(ink.data.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.max(0, ink.data[i] - opened.data[i]);
  return { width: ink.width, height: ink.height, data };
}

/** The smallest or largest value within `radius` of each pixel, in a square: first along the rows, then along the columns. */
function filter(image: GrayImage, radius: number, choose: (a: number, b: number) => number): GrayImage {
  const { width, height } = image;
  const across = filterLines(image.data, height, width, width, 1, radius, choose);
  return { width, height, data: filterLines(across, width, height, 1, width, radius, choose) };
}

/** Filters `lines` lines of `length` values: line k begins at k * lineStep, its values are `step` apart. */
function filterLines(
  data: Uint8Array,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
  radius: number,
  choose: (a: number, b: number) => number,
): Uint8Array {
  const out = new Uint8Array(data.length);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    for (let i = 0; i < length; i++) {
      const end = Math.min(length - 1, i + radius);
      let value = data[start + i * step];
      for (let k = Math.max(0, i - radius); k <= end; k++) value = choose(value, data[start + k * step]);
      out[start + i * step] = value;
    }
  }
  return out;
}
