import { definedOnly } from '../../definedOnly.js';
import type { Random } from '../../random.js';
import { between } from '../between.js';
import type { Condition } from './condition.js';
import type { Stamp } from './paintPaper.js';
import type { Redrawing } from './redraw.js';
import {
  BLACK,
  BLUE_LINE,
  WHITE,
  boxed,
  cutOut,
  drawn,
  edge,
  filled,
  night,
  pick,
  place,
  ruled,
  scanned,
  sheet,
  slope,
  small,
  tiny,
  vignette,
} from './sheets.js';
import { surroundings } from './surroundings.js';

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
  ...condition('boxes', 'frame of a small cell, in one bit', (d, r) => {
    const whole = small(d, r, pick(r, [48, 56, 72, 96]));
    const size = Math.round(whole.size * between(r, 0.5, 0.9));
    const left = Math.round((whole.width - (size * d.width) / d.height) / 2);
    const top = Math.round((whole.height - size) / 2);
    const margin = whole.width * between(r, 0.04, 0.1);
    const far = whole.width - margin;
    const box = { left: margin, top: margin, right: far, bottom: far };
    const ruling = { colour: BLACK, thickness: between(r, 1.2, 3.2), turn: between(r, -0.02, 0.02), box };
    return { ...whole, size, left, top, binary: true, ruling };
  }),
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
  ...[5, 10, 20].flatMap((share) =>
    condition('camera', `salt and pepper, ${share} %`, (d, r) => ({
      ...sheet(d, r, [56, 112, 200, 320]),
      impulses: share / 100,
    })),
  ),
  ...condition('camera', 'salt and pepper, 10 %, MNIST frame', (d, r) => ({ ...small(d, r), impulses: 0.1 })),
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
  ...surroundings,
];

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
