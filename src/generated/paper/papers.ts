import { definedOnly } from '../../definedOnly.js';
import type { Random } from '../../random.js';
import type { Paper, Stamp } from './paintPaper.js';
import type { Redrawing } from './redraw.js';
import type { Colour, Ruling } from './rule.js';

/** One of the ways in which people present digits. */
export interface Condition {
  readonly name: string;
  readonly group:
    'place and size' | 'light' | 'lines' | 'boxes' | 'pens' | 'camera' | 'all at once' | 'hands' | 'sources';
  /** How the digit is redrawn. @default unchanged */
  readonly redrawn?: (random: Random) => Redrawing;
  /** Makes a sheet for a digit of this shape. */
  readonly paperFor: (digit: Stamp, random: Random) => Paper;
  /** Quality of the JPEG as which the picture is stored, 1..100; undefined for lossless. */
  readonly jpeg?: number;
}

const WHITE: Colour = [250, 250, 248];
const BLACK: Colour = [25, 25, 30];
const BLUE_LINE: Colour = [150, 180, 215];
const GRAY_LINE: Colour = [120, 120, 125];

const between = (random: Random, low: number, high: number) => low + (high - low) * random.uniform();
const pick = <T>(random: Random, values: readonly T[]): T => values[random.below(values.length)];

/**
 * A digit anywhere on a sheet that is `height` high and somewhat wider or narrower; the digit takes
 * `share` of the height.
 */
function place(digit: Stamp, random: Random, height: number, share: number): Paper {
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
function sheet(digit: Stamp, random: Random, heights: readonly number[] = [56, 112, 200, 320]): Paper {
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
function small(digit: Stamp, random: Random, side = 28): Paper {
  const scale = (side / 28) * (20 / Math.max(digit.width, digit.height));
  const size = Math.round(digit.height * scale);
  const left = Math.round((side - digit.width * scale) / 2);
  const top = Math.round((side - size) / 2);
  return { width: side, height: side, size, left, top, paper: WHITE, ink: BLACK, seed: random.next() };
}

const night = (paper: Paper): Paper => ({ ...paper, paper: [15, 15, 20], ink: [240, 240, 240] });

function ruled(paper: Paper, random: Random, more: Partial<Ruling> = {}, squared = false): Paper {
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
function boxed(paper: Paper, digit: Stamp, random: Random, gap: [number, number], sides = 4): Paper {
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

function slope(random: Random, loss: number): NonNullable<Paper['light']> {
  const angle = between(random, 0, 2 * Math.PI);
  const [a, b] = [Math.cos(angle), Math.sin(angle)];
  return (u, v) => 1 - loss * Math.min(1, Math.max(0, 0.5 + 0.7 * (a * (u - 0.5) + b * (v - 0.5))));
}

function edge(random: Random, loss: number, softness: number): NonNullable<Paper['light']> {
  const angle = between(random, 0, 2 * Math.PI);
  const [a, b, c] = [Math.cos(angle), Math.sin(angle), between(random, -0.25, 0.25)];
  return (u, v) => 1 - loss / (1 + Math.exp(-(a * (u - 0.5) + b * (v - 0.5) - c) / softness));
}

const vignette = (loss: number) => (u: number, v: number) => 1 - 2 * loss * ((u - 0.5) ** 2 + (v - 0.5) ** 2);

const sizes: Condition[] = [0.08, 0.12, 0.2, 0.35, 0.6, 0.8, 1].flatMap((share) =>
  ([false, true] as const).map((dark) => ({
    name: `${Math.round(100 * share)} % of the height, ${dark ? 'light on dark' : 'dark on light'}`,
    group: 'place and size' as const,
    paperFor: (digit: Stamp, random: Random) => {
      const paper = place(digit, random, share < 0.2 ? pick(random, [280, 480]) : pick(random, [112, 280]), share);
      return dark ? night(paper) : paper;
    },
  })),
);

const pens: Condition[] = (
  [
    ['red', [200, 30, 40], WHITE],
    ['blue', [40, 60, 170], WHITE],
    ['green', [40, 140, 70], WHITE],
    ['yellow', [235, 215, 60], WHITE],
    ['black on yellow paper', BLACK, [240, 220, 110]],
    ['red on pink paper', [200, 40, 60], [250, 190, 200]],
    ['green on red, equally light', [60, 145, 60], [205, 75, 75]],
    ['blue on blue paper', [50, 70, 170], [150, 185, 230]],
  ] as const
).map(([name, ink, paper]) => ({
  name: `pen: ${name}`,
  group: 'pens',
  paperFor: (digit, random) => ({ ...sheet(digit, random), ink, paper, noise: 2 }),
}));

/** A digit that is cut out to its box, `height` high, with a margin of `margin` pixels. */
function cutOut(digit: Stamp, random: Random, height: number, margin = 0): Paper {
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
function filled(random: Random, side: number): Paper {
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
function drawn(digit: Stamp, random: Random, side: number): Paper {
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

/** All conditions under which robustness is measured. */
export const conditions: readonly Condition[] = [
  { name: 'MNIST frame', group: 'place and size', paperFor: (digit, random) => small(digit, random) },
  {
    name: '24 to 1,500 pixels',
    group: 'place and size',
    paperFor: (digit, random) => place(digit, random, Math.round(24 * (1500 / 24) ** random.uniform()), 0.8),
  },
  ...sizes,
  ...condition('light', 'soft shadow', (d, r) => ({ ...sheet(d, r), light: slope(r, between(r, 0.3, 0.8)), noise: 2 })),
  ...condition('light', 'soft shadow, MNIST frame', (d, r) => ({
    ...small(d, r),
    light: slope(r, between(r, 0.3, 0.8)),
  })),
  ...condition('light', 'edge of a shadow', (d, r) => ({
    ...sheet(d, r),
    light: edge(r, between(r, 0.25, 0.6), between(r, 0.005, 0.05)),
    noise: 2,
  })),
  ...condition('light', 'edge of a shadow, MNIST frame', (d, r) => ({
    ...small(d, r),
    light: edge(r, between(r, 0.25, 0.6), between(r, 0.02, 0.06)),
  })),
  ...condition('light', 'vignette', (d, r) => ({ ...sheet(d, r), light: vignette(between(r, 0.4, 0.8)), noise: 2 })),
  ...condition('light', 'chalk in a shadow', (d, r) => ({
    ...sheet(d, r),
    paper: [60, 75, 70],
    ink: [225, 225, 220],
    light: slope(r, between(r, 0.3, 0.7)),
    noise: 3,
    grain: 0.3,
  })),
  ...condition('lines', 'ruled', (d, r) => ruled(sheet(d, r), r)),
  ...condition('lines', 'ruled, MNIST frame', (d, r) => ruled(small(d, r), r, { thickness: 1 })),
  ...condition('lines', 'ruled, 56 pixels', (d, r) => ruled(small(d, r, 56), r, { thickness: pick(r, [1, 2]) })),
  ...condition('lines', 'ruled, turned', (d, r) =>
    ruled(sheet(d, r, [112, 200, 320]), r, { turn: between(r, -0.09, 0.09) }),
  ),
  ...condition('lines', 'squared', (d, r) => ruled(sheet(d, r), r, {}, true)),
  ...condition('lines', 'squared, turned', (d, r) =>
    ruled(sheet(d, r, [112, 200, 320]), r, { turn: between(r, -0.09, 0.09) }, true),
  ),
  ...condition('boxes', 'box apart', (d, r) => boxed(sheet(d, r), d, r, [0.08, 0.25])),
  ...condition('boxes', 'box touched', (d, r) => boxed(sheet(d, r), d, r, [-0.03, 0.03])),
  ...condition('boxes', 'box crossed', (d, r) => boxed(sheet(d, r), d, r, [-0.12, 0.1])),
  ...condition('boxes', 'part of a box', (d, r) => boxed(sheet(d, r), d, r, [-0.02, 0.2], 1 + r.below(3))),
  ...condition('boxes', 'box, turned', (d, r) => {
    const paper = boxed(sheet(d, r, [112, 200, 320]), d, r, [0.06, 0.25]);
    return paper.ruling === undefined
      ? paper
      : { ...paper, ruling: { ...paper.ruling, turn: between(r, -0.09, 0.09) } };
  }),
  ...condition('boxes', 'box, MNIST frame', (d, r) => boxed(small(d, r), d, r, [0.08, 0.16])),
  ...condition('boxes', 'edges of the frame', (d, r) => {
    const paper = small(d, r, pick(r, [28, 40, 56]));
    const at = paper.width - 0.5;
    const box = pick(r, [
      { left: 0.5 },
      { left: 0.5, top: 0.5 },
      { bottom: at },
      { left: 0.5, top: 0.5, right: at, bottom: at },
    ]);
    return { ...paper, ruling: { colour: BLACK, thickness: between(r, 1, 2), box } };
  }),
  ...condition('pens', 'pencil', (d, r) => {
    const level = between(r, 150, 195);
    return { ...sheet(d, r), ink: [level, level, level + 4], paper: [238, 236, 230], grain: 0.4, noise: 3 };
  }),
  ...pens,
  ...condition('camera', 'blur', (d, r) => {
    const paper = sheet(d, r);
    return { ...paper, blur: paper.size * between(r, 0.01, 0.05) };
  }),
  ...condition('camera', 'noise', (d, r) => ({ ...sheet(d, r), noise: between(r, 8, 25) })),
  ...condition('camera', 'specks', (d, r) => ({ ...sheet(d, r, [200, 320]), specks: 5 + r.below(40) })),
  ...condition('camera', 'JPEG, quality 20', (d, r) => ({ ...sheet(d, r), noise: 3 }), 20),
  ...condition(
    'all at once',
    'photo',
    (d, r) => ({
      ...sheet(d, r, [240, 400]),
      ink: [50, 55, 90],
      paper: [225, 220, 208],
      light: slope(r, between(r, 0.2, 0.6)),
      blur: between(r, 0.5, 1.5),
      noise: 4,
    }),
    60,
  ),
  ...condition(
    'all at once',
    'photo of pencil on squared paper',
    (d, r) => ({
      ...ruled(sheet(d, r, [240, 400]), r, { turn: between(r, -0.06, 0.06), colour: BLUE_LINE }, true),
      ink: [110, 110, 115],
      paper: [225, 220, 208],
      light: slope(r, between(r, 0.2, 0.5)),
      grain: 0.3,
      blur: between(r, 0.5, 1.2),
      noise: 4,
    }),
    60,
  ),
  ...condition(
    'all at once',
    'photo of a box on a form',
    (d, r) => ({
      ...boxed(sheet(d, r, [240, 400]), d, r, [0, 0.25]),
      ink: [50, 55, 110],
      paper: [225, 220, 208],
      light: edge(r, between(r, 0.2, 0.5), 0.05),
      blur: between(r, 0.5, 1.2),
      noise: 4,
    }),
    60,
  ),
  ...hand(
    'thin pen',
    (d, r) => sheet(d, r),
    (r) => ({ pen: between(r, 0.015, 0.04) }),
  ),
  ...hand(
    'thick pen',
    (d, r) => sheet(d, r),
    (r) => ({ pen: between(r, 0.18, 0.28) }),
  ),
  ...hand(
    'slanted',
    (d, r) => sheet(d, r),
    (r) => ({ shear: between(r, -0.35, 0.35) }),
  ),
  ...hand(
    'narrow or wide',
    (d, r) => sheet(d, r),
    (r) => ({ stretch: 2 ** between(r, -0.8, 0.8) }),
  ),
  ...hand(
    'turned',
    (d, r) => sheet(d, r),
    (r) => ({ turn: between(r, -0.25, 0.25) }),
  ),
  ...source(
    'tablet, 500 x 500',
    (d, r) => drawn(d, r, 500),
    (r) => ({ pen: between(r, 0.012, 0.05) }),
  ),
  ...source(
    'mouse, 280 x 280',
    (d, r) => drawn(d, r, 280),
    (r) => ({ pen: between(r, 0.05, 0.2) }),
  ),
  ...source(
    'mouse, one pixel, 280 x 280',
    (d, r) => ({ ...drawn(d, r, 280), binary: true }),
    () => ({ pen: 0.005 }),
  ),
  ...source(
    'mouse, binary, 100 x 100',
    (d, r) => ({ ...drawn(d, r, 100), binary: true }),
    (r) => ({ pen: between(r, 0.02, 0.1) }),
  ),
  ...source(
    'mouse, 28 x 28',
    (d, r) => drawn(d, r, 28),
    (r) => ({ pen: between(r, 0.04, 0.15) }),
  ),
  ...source(
    'mouse, 32 x 32 binary',
    (d, r) => ({ ...drawn(d, r, 32), binary: true }),
    (r) => ({ pen: between(r, 0.08, 0.2) }),
  ),
  ...source('cut out, 20 to 300 pixels', (d, r) => cutOut(d, r, 20 + r.below(280), r.below(4))),
  ...source(
    'cut out, pen, 20 to 300 pixels',
    (d, r) => cutOut(d, r, 20 + r.below(280), r.below(3)),
    (r) => ({ pen: between(r, 0.05, 0.15) }),
  ),
  ...source('cut out, light on dark', (d, r) => night(cutOut(d, r, 20 + r.below(280), r.below(4)))),
  ...source(
    'cut out, binary',
    (d, r) => ({ ...cutOut(d, r, 20 + r.below(180), r.below(3)), binary: true }),
    (r) => ({ pen: between(r, 0.05, 0.15) }),
  ),
  ...source('filled, 16 x 16', (_, r) => filled(r, 16)),
  ...source('filled, 8 x 8', (_, r) => night(filled(r, 8))),
  ...source('filled, 64 x 64', (_, r) => filled(r, 64)),
  ...source('tiny, 16 x 16', (d, r) => night(tiny(d, r, 16))),
  ...source('tiny, 8 x 8', (d, r) => night(tiny(d, r, 8))),
  ...source('tiny, 12 x 12', (d, r) => tiny(d, r, 12)),
  ...source(
    'scanned form, box edges',
    (d, r) => scanned(d, r),
    (r) => ({ pen: between(r, 0.05, 0.13) }),
    60,
  ),
  ...source(
    'scanned form, neighbours',
    (d, r) => ({ ...sheet(d, r, [40, 64, 100, 160]), neighbours: 1 + r.below(3), noise: 3 }),
    undefined,
    60,
  ),
];

/** A digit that is as high or as wide as a square picture of few pixels. */
function tiny(digit: Stamp, random: Random, side: number): Paper {
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
function scanned(digit: Stamp, random: Random): Paper {
  const paper = sheet(digit, random, [24, 40, 64, 100, 160, 240]);
  const { width, height } = paper;
  const away = () => random.below(Math.max(1, Math.round(0.06 * height)));
  const sides = { left: away(), top: away(), right: width - 1 - away(), bottom: height - 1 - away() };
  const kept = Object.fromEntries(Object.entries(sides).filter(() => random.uniform() < 0.6));
  const thickness = Math.max(1, height * between(random, 0.01, 0.03));
  return { ...paper, noise: 3, ruling: { colour: pick(random, [GRAY_LINE, BLACK, BLUE_LINE]), thickness, box: kept } };
}

function hand(
  name: string,
  paperFor: Condition['paperFor'],
  redrawn: (random: Random) => Redrawing,
): readonly Condition[] {
  return [{ name, group: 'hands', paperFor, redrawn }];
}

function source(
  name: string,
  paperFor: Condition['paperFor'],
  redrawn?: (random: Random) => Redrawing,
  jpeg?: number,
): readonly Condition[] {
  return [definedOnly({ name, group: 'sources' as const, paperFor, redrawn, jpeg })];
}

function condition(
  group: Condition['group'],
  name: string,
  paperFor: Condition['paperFor'],
  jpeg?: number,
): readonly Condition[] {
  return [definedOnly({ name, group, paperFor, jpeg })];
}
