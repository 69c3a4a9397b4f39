import { exponential } from '../../kernels/exponential.js';
import { cosine, sine } from './angles.js';
import { definedOnly } from '../../definedOnly.js';
import type { Random } from '../../random.js';
import { between } from '../between.js';
import type { Paper, Stamp } from './paintPaper.js';
import type { Colour, Ruling } from './rule.js';

// The sheets from which the conditions are made.

export const WHITE: Colour = [250, 250, 248];
export const BLACK: Colour = [25, 25, 30];
export const BLUE_LINE: Colour = [150, 180, 215];
const GRAY_LINE: Colour = [120, 120, 125];

export const pick = <T>(random: Random, values: readonly T[]): T => values[random.below(values.length)];

/**
 * A digit anywhere on a sheet that is `height` high and somewhat wider or narrower; the digit takes
 * `share` of the height.
 */
export function place(digit: Stamp, random: Random, height: number, share: number): Paper {
  const size = Math.max(4, Math.round(height * share));
  const wide = Math.ceil((digit.width * size) / digit.height);
  const width = Math.max(wide, Math.round(height * between(random, 0.8, 1.4)));
  return {
    width,
    height,
    size,
    left: random.below(width - wide + 1),
    top: random.below(height - size + 1),
    paper: WHITE,
    ink: BLACK,
    seed: random.next(),
  };
}

/** A digit somewhere in the middle of a sheet, 35 to 75 % of its height. */
export function sheet(digit: Stamp, random: Random, heights: readonly number[] = [56, 112, 200, 320]): Paper {
  const height = pick(random, heights);
  const share = between(random, 0.35, 0.75);
  const width = Math.round(height * between(random, 0.85, 1.25));
  const size = Math.round(height * share);
  const wide = Math.ceil((digit.width * size) / digit.height);
  return {
    width,
    height,
    size,
    paper: WHITE,
    ink: BLACK,
    seed: random.next(),
    left: Math.max(0, Math.round((width - wide) * between(random, 0.25, 0.75))),
    top: Math.round((height - size) * between(random, 0.25, 0.75)),
  };
}

/** The frame of MNIST: 28 x 28 pixels with the digit, 20 pixels large, in the middle. */
export function small(digit: Stamp, random: Random, side = 28): Paper {
  const scale = (side / 28) * (20 / Math.max(digit.width, digit.height));
  const size = Math.round(digit.height * scale);
  const left = Math.round((side - digit.width * scale) / 2);
  const top = Math.round((side - size) / 2);
  return { width: side, height: side, size, left, top, paper: WHITE, ink: BLACK, seed: random.next() };
}

/** The tones of light ink on dark paper. */
export const NIGHT: Pick<Paper, 'paper' | 'ink'> = { paper: [15, 15, 20], ink: [240, 240, 240] };

export const night = (paper: Paper): Paper => ({ ...paper, ...NIGHT });

export function ruled(paper: Paper, random: Random, more: Partial<Ruling> = {}, squared = false): Paper {
  const spacing = Math.max(5, paper.height * between(random, 0.12, 0.35));
  const lines = () => ({ offset: between(random, 0, spacing), spacing });
  const thickness = Math.max(1, paper.height * between(random, 0.004, 0.015));
  const colour = pick(random, [BLUE_LINE, GRAY_LINE, BLACK]);
  const printed = definedOnly({ colour, thickness, rows: lines(), columns: squared ? lines() : undefined });
  return { ...paper, ruling: { ...printed, ...more } };
}

/**
 * A printed box around the digit, at a distance of `gap` times the digit's size (below 0 it crosses
 * the digit).
 */
export function boxed(paper: Paper, digit: Stamp, random: Random, gap: [number, number], sides = 4): Paper {
  const wide = (digit.width * paper.size) / digit.height;
  const away = () => paper.size * between(random, ...gap);
  const order = ['left', 'top', 'right', 'bottom'] as const;
  const first = random.below(4);
  const box = {
    left: paper.left - away() - Math.max(0, 0.6 * paper.size - wide) / 2,
    top: paper.top - away(),
    right: paper.left + wide + away() + Math.max(0, 0.6 * paper.size - wide) / 2,
    bottom: paper.top + paper.size + away(),
  };
  const kept = order.filter((_, n) => (n - first + 4) % 4 < sides);
  const thickness = Math.max(1, paper.size * between(random, 0.015, 0.06));
  const printed = Object.fromEntries(kept.map((side) => [side, box[side]]));
  return { ...paper, ruling: { colour: pick(random, [GRAY_LINE, BLACK]), thickness, box: printed } };
}

export function slope(random: Random, loss: number): NonNullable<Paper['light']> {
  const angle = between(random, 0, 2 * Math.PI);
  const [a, b] = [cosine(angle), sine(angle)];
  return (u, v) => 1 - loss * Math.min(1, Math.max(0, 0.5 + 0.7 * (a * (u - 0.5) + b * (v - 0.5))));
}

export function edge(random: Random, loss: number, softness: number): NonNullable<Paper['light']> {
  const angle = between(random, 0, 2 * Math.PI);
  const [a, b, c] = [cosine(angle), sine(angle), between(random, -0.25, 0.25)];
  return (u, v) => 1 - loss / (1 + exponential(-(a * (u - 0.5) + b * (v - 0.5) - c) / softness));
}

export const vignette = (loss: number) => (u: number, v: number) => 1 - 2 * loss * ((u - 0.5) ** 2 + (v - 0.5) ** 2);

/** A digit that is cut out to its box, `height` high, with a margin of `margin` pixels. */
export function cutOut(digit: Stamp, random: Random, height: number, margin = 0): Paper {
  const wide = Math.max(1, Math.round((digit.width * height) / digit.height));
  return {
    width: wide + 2 * margin,
    height: height + 2 * margin,
    size: height,
    left: margin,
    top: margin,
    paper: WHITE,
    ink: BLACK,
    seed: random.next(),
  };
}

/** A digit stretched to fill a square. */
export function filled(random: Random, side: number): Paper {
  return {
    width: side,
    height: side,
    size: side,
    wide: side,
    left: 0,
    top: 0,
    paper: WHITE,
    ink: BLACK,
    seed: random.next(),
  };
}

/** White on black, black on white, or a drawing in alpha, as drawing programs save it. */
export function drawn(digit: Stamp, random: Random, side: number): Paper {
  const share = between(random, 0.4, 0.9);
  const size = Math.max(4, Math.round(side * Math.min(share, (0.95 * digit.height) / digit.width)));
  const wide = Math.ceil((digit.width * size) / digit.height);
  const paper: Paper = {
    width: side,
    height: side,
    size,
    paper: [255, 255, 255],
    ink: [0, 0, 0],
    seed: random.next(),
    left: random.below(side - wide + 1),
    top: random.below(side - size + 1),
  };
  const kind = random.below(3);
  if (kind === 0) return paper;
  return kind === 1 ? { ...paper, paper: [0, 0, 0], ink: [255, 255, 255] } : { ...paper, transparent: true };
}

/** A digit that is as high or as wide as a square picture of few pixels. */
export function tiny(digit: Stamp, random: Random, side: number): Paper {
  const size = Math.max(1, Math.round(side * Math.min(1, digit.height / digit.width)));
  const wide = Math.max(1, Math.round((digit.width * size) / digit.height));
  return {
    width: side,
    height: side,
    size,
    wide,
    left: (side - wide) >> 1,
    top: (side - size) >> 1,
    paper: [255, 255, 255],
    ink: [0, 0, 0],
    seed: random.next(),
  };
}

/** A crop of a form, with remainders of the digit's box along some of the borders. */
export function scanned(digit: Stamp, random: Random): Paper {
  const paper = sheet(digit, random, [24, 40, 64, 100, 160, 240]);
  const { width, height } = paper;
  const away = () => random.below(Math.max(1, Math.round(0.06 * height)));
  const sides = { left: away(), top: away(), right: width - 1 - away(), bottom: height - 1 - away() };
  const kept = Object.fromEntries(Object.entries(sides).filter(() => random.uniform() < 0.6));
  const thickness = Math.max(1, height * between(random, 0.01, 0.03));
  return { ...paper, noise: 3, ruling: { colour: pick(random, [GRAY_LINE, BLACK, BLUE_LINE]), thickness, box: kept } };
}
