import type { GrayImage } from '../image/pixels.js';
import { flattenPaper } from './flattenPaper.js';
import { histogramOf } from './histogramOf.js';
import { CLEAN, cornersOf, TINY } from './isDarkOnLight.js';
import { measureNoise } from './measureNoise.js';
import { erode } from './morphologicalOpening.js';
import { otsu, type OtsuSplit } from './otsu.js';
import { shrink } from './shrink.js';

/**
 * The smallest difference between ink and paper, of 255, that counts as a drawing: the first on
 * paper without noise, more for each unit of noise, and the second on any paper.
 */
const LEAST_CONTRAST = 10;
const ENOUGH_CONTRAST = 24;
const CONTRAST_PER_NOISE = 7;
/** Pixels with less than this share of the full ink are paper. */
const FAINTEST = 0.05;

/** Strokes that leave the picture may cover this share of the border; more counts as a shadow. */
const CLEAN_BORDER = 0.05;

/** Standard deviation of the paper, 0..255, above which it counts as shaded. */
const CLEAN_NOISE = 4;

/** Strokes that fill a picture cover at least this share of it; rules cover less. */
const LEAST_INK = 0.2;
/** Longer side, in pixels, of the reduced picture in which paper is sought near every place. */
const SIDE = 64;
/** The distance within which there must be paper, as a share of the longer side. */
const WIDEST_PEN = 0.3;
/**
 * How far the lightest values near two places may differ, as a share of the contrast of the
 * lightest ink.
 */
const EVEN = 0.25;

/** A pixel below this share of sure ink joins no part, unless the paper is all of one level. */
const FAINT = 0.3;

// For the current picture: how often each value occurs, how many pixels are below it, and what it
// becomes.
const histogram = new Uint32Array(256);
const pixelsBelow = new Uint32Array(257);
const table = new Uint8Array(256);

/** Ink from which the paper has been removed. */
export interface CleanInk {
  /** 0 = paper, 255 = full ink; the gray edges of strokes are kept. */
  readonly ink: GrayImage;
  /** Pixels from this value on are surely ink. Gray that touches no such pixel is noise. */
  readonly certain: number;
  /**
   * Pixels below this value join no part: they may be traces of a shadow or of noise, if there are
   * any.
   */
  readonly faint: number;
}

/**
 * Sets paper to 0 and the full ink of strokes to 255, and keeps the levels between. Noise of the
 * paper, its shade and soft shadows are removed. Null if nothing stands out from the paper.
 */
export function removePaper(ink: GrayImage): CleanInk | null {
  let picture = ink;
  const split = otsu(histogramOf(ink.data, histogram));
  let levels = findLevels(ink, split);
  const isTiny = Math.max(ink.width, ink.height) < TINY;
  if (isTiny || fillsPicture(ink, split.threshold)) {
    levels = plainLevels(split, isTiny ? 0 : measureNoise(ink));
  } else {
    const isClear = split.separability >= CLEAN && inkOfBorder(ink, split.threshold) <= CLEAN_BORDER;
    if (!isClear || levels === null || levels.noise > CLEAN_NOISE) {
      picture = flattenPaper(ink);
      levels = findLevels(picture, otsu(histogramOf(picture.data, histogram)), picture !== ink);
    }
  }
  if (levels === null) return null;

  const { paper, faintest, certain, full } = levels;
  table.fill(0, 0, faintest);
  for (let value = faintest; value < 256; value++) {
    table[value] = Math.min(255, (255 * (value - paper)) / (full - paper) + 0.5); // rounds
  }
  const data = new Uint8Array(picture.data.length);
  for (let i = 0; i < data.length; i++) data[i] = table[picture.data[i]];
  const faint = picture === ink && levels.noise === 0 ? 1 : FAINT * table[certain];
  return { ink: { width: ink.width, height: ink.height, data }, certain: table[certain], faint };
}

/**
 * True for an evenly lit picture that the strokes of a large digit fill and leave: there is paper
 * of one level near every place, which is not so in a shadow.
 */
function fillsPicture(ink: GrayImage, threshold: number): boolean {
  if (inkOfBorder(ink, threshold) <= CLEAN_BORDER || measureNoise(ink) > CLEAN_NOISE) return false;
  let inked = 0;
  for (let value = threshold; value < 256; value++) inked += histogram[value];
  if (threshold === 0 || inked < LEAST_INK * ink.data.length || cornersOf(ink, threshold, 255) > 2) return false;
  const small = shrink(ink, SIDE);
  const lightest = erode(small, Math.ceil(WIDEST_PEN * Math.max(small.width, small.height))).data;
  const paper = lightest.reduce((least, value) => Math.min(least, value), 255);
  return lightest.every((value) => value - paper <= EVEN * (threshold - paper));
}

/** Share of the border's pixels that are at or above `threshold`. */
function inkOfBorder({ width, height, data }: GrayImage, threshold: number): number {
  let border = 0;
  let inked = 0;
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) {
      border++;
      if (data[y * width + x] >= threshold) inked++;
    }
  }
  return inked / border;
}

/** Levels of the ink before cleaning, paper < faintest <= certain <= full, 0..255. */
interface Levels {
  readonly paper: number;
  /** The lowest level that is kept. */
  readonly faintest: number;
  readonly certain: number;
  readonly full: number;
  /** Standard deviation of the paper. */
  readonly noise: number;
}

function findLevels(picture: GrayImage, { threshold, separability }: OtsuSplit, isFlattened = false): Levels | null {
  if (threshold === 0) return null;
  for (let value = 0; value < 256; value++) pixelsBelow[value + 1] = pixelsBelow[value] + histogram[value];
  // Without two clear levels, everything may be paper with the threshold inside its noise, but up
  // to half of the picture may be rules.
  const clear = separability >= CLEAN;
  const paper = clear ? quantile(0, threshold, 0.5) : quantile(0, 256, 0.35);
  // The standard deviation of the paper. It is measured downwards, where only paper varies,
  // although paper is cut off at white.
  const below = clear ? quantile(0, threshold, 0.16) : quantile(0, 256, 0.1);
  const noise = Math.max(paper - below, measureNoise(picture));
  const certain = Math.max(threshold, Math.ceil(paper + 6 * noise));
  const full = quantile(certain, 256, 0.9);
  if (full - paper < (clear && !isFlattened ? leastContrast(noise) : ENOUGH_CONTRAST)) return null;
  const faintest = Math.ceil(paper + Math.max(1, 3 * noise, FAINTEST * (full - paper)));
  return { paper, faintest: Math.min(faintest, certain), certain, full, noise };
}

/**
 * Levels for a picture in which everything below the threshold is paper or the edge of a stroke.
 */
function plainLevels({ threshold }: OtsuSplit, noise: number): Levels | null {
  if (threshold === 0) return null;
  for (let value = 0; value < 256; value++) pixelsBelow[value + 1] = pixelsBelow[value] + histogram[value];
  const paper = quantile(0, threshold, 0.25);
  const full = quantile(threshold, 256, 0.75);
  if (full - paper < leastContrast(noise)) return null;
  const faintest = Math.ceil(paper + Math.max(1, 3 * noise, FAINTEST * (full - paper)));
  return { paper, faintest: Math.min(faintest, threshold), certain: threshold, full, noise };
}

function leastContrast(noise: number): number {
  return Math.min(ENOUGH_CONTRAST, LEAST_CONTRAST + CONTRAST_PER_NOISE * noise);
}

/**
 * The value at or below which `share` of the pixels with values in [from, to) lie; -1 if there are
 * no such pixels.
 */
function quantile(from: number, to: number, share: number): number {
  const before = pixelsBelow[from];
  const wanted = before + share * (pixelsBelow[to] - before);
  for (let value = from; value < to; value++) {
    if (pixelsBelow[value + 1] >= wanted && pixelsBelow[value + 1] > before) return value;
  }
  return -1;
}
