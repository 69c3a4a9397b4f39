import type { Random } from '../../random.js';
import { between } from '../between.js';
import { drawTrack } from '../canvas.js';
import type { Mark, Paper, Stamp } from '../paper/paintPaper.js';
import { boxed, pick, ruled, sheet } from '../paper/sheets.js';
import { border, SIDES, type Side } from '../paper/surfaces.js';
import type { Surface } from '../paper/surface.js';
import { inkTones, pencilTones } from './pens.js';
import type { MadePaper, Scene } from './scene.js';

type Neighbour = (random: Random) => Stamp;

/** Heights of cells and sheets, in pixels. */
const HEIGHTS = [24, 30, 38, 48, 60, 80];

/** A cell of a form or a puzzle, cut out more or less well. */
function cell(digit: Stamp, random: Random, neighbour: Neighbour): MadePaper {
  const height = pick(random, HEIGHTS);
  const width = Math.round(height * between(random, 0.75, 1.25));
  const tones = random.uniform() < 0.6 ? pencilTones(random) : inkTones(random);
  const size = Math.max(
    10,
    Math.round(Math.min(height * between(random, 0.42, 0.85), (0.85 * width * digit.height) / digit.width)),
  );
  const wide = Math.max(1, Math.round((digit.width * size) / digit.height));
  const paper: Paper = {
    ...tones,
    width,
    height,
    size,
    left: placed(random, width, wide),
    top: placed(random, height, size),
    seed: random.next(),
  };
  return {
    ...paper,
    surfaces: borders(paper, random),
    marks: marksAround(paper, wide, random, neighbour),
    grain: random.uniform() < 0.4 ? between(random, 0.1, 0.5) : 0,
    blur: random.uniform() < 0.5 ? between(random, 0.3, 0.022 * height + 0.3) : 0,
    noise: between(random, 0, 5),
    ...(random.uniform() < 0.35 ? { jpeg: 35 + random.below(60) } : {}),
  };
}

function placed(random: Random, room: number, taken: number): number {
  return Math.max(0, Math.round((room - taken) * between(random, 0.2, 0.8)));
}

/** The cell's borders on 0 to 4 sides, thin or thick, with or without the next cell behind them. */
function borders({ width, height, paper: [level] }: Paper, random: Random): Surface[] {
  const count = random.below(5);
  const first = random.below(4);
  const tone = Math.min(level - 40, between(random, 5, 130));
  const thickness = between(random, 0.012, 0.09);
  const slant = between(random, -0.03, 0.03);
  return Array.from({ length: count }, (_, n): Surface => {
    const side: Side = SIDES[(first + n) % 4];
    const outside = random.uniform() < 0.4 ? between(random, 0, 0.05) : 0;
    return border({ width, height }, { side, outside, thickness, slant }, [tone, tone, tone + 2], 1);
  });
}

/** Neighbours that reach in, a dot or a comma, a small sign that was struck out. */
function marksAround(paper: Paper, wide: number, random: Random, neighbour: Neighbour): Mark[] {
  const marks: Mark[] = [];
  if (random.uniform() < 0.35) marks.push(fragment(paper, wide, neighbour(random), random));
  if (random.uniform() < 0.2) marks.push(dot(paper, wide, random));
  if (random.uniform() < 0.08) marks.push(...struckOut(paper, neighbour(random), random));
  return marks;
}

/** A part of a neighbour's sign, at an edge of the picture, clear of the digit. */
function fragment(paper: Paper, wide: number, stamp: Stamp, random: Random): Mark {
  const high = Math.round(paper.size * between(random, 0.7, 1.2));
  const own = Math.max(1, Math.round((stamp.width * high) / stamp.height));
  const side = pick(random, SIDES);
  const room = {
    left: paper.left,
    right: paper.width - paper.left - wide,
    top: paper.top,
    bottom: paper.height - paper.top - paper.size,
  }[side];
  const most = side === 'left' || side === 'right' ? own : high;
  const seen = Math.min(Math.floor(0.6 * most), Math.max(1, Math.round(room * between(random, 0.15, 0.7))));
  const left = { left: seen - own, right: paper.width - seen, top: 0, bottom: 0 }[side];
  const top = { left: 0, right: 0, top: seen - high, bottom: paper.height - seen }[side];
  const isBeside = side === 'left' || side === 'right';
  return {
    stamp,
    wide: own,
    high,
    left: isBeside ? left : Math.round(between(random, -own / 2, paper.width - own / 2)),
    top: isBeside ? Math.round(paper.top + between(random, -0.2, 0.2) * high) : top,
  };
}

/** A dot or a comma at the foot of the digit, or a speck anywhere. */
function dot(paper: Paper, wide: number, random: Random): Mark {
  const side = Math.max(2, Math.round(paper.size * between(random, 0.07, 0.16)));
  const isComma = random.uniform() < 0.4;
  const stamp = isComma ? COMMA : DOT;
  const isAfter = random.uniform() < 0.7;
  return {
    stamp,
    wide: side,
    high: isComma ? 2 * side : side,
    left: isAfter ? paper.left + wide + Math.round(side * between(random, 0.3, 2)) : random.below(paper.width),
    top: isAfter ? paper.top + paper.size - Math.round(side * between(random, 0, 1.5)) : random.below(paper.height),
  };
}

/** A small sign in a corner of the cell with a line through it. */
function struckOut(paper: Paper, stamp: Stamp, random: Random): Mark[] {
  const high = Math.round(paper.size * between(random, 0.3, 0.5));
  const wide = Math.max(2, Math.round((stamp.width * high) / stamp.height));
  const left = random.below(2) === 0 ? Math.round(between(random, 0, 0.1) * paper.width) : paper.width - wide - 2;
  const top = random.below(2) === 0 ? 1 : paper.height - high - 2;
  return [
    { stamp, left, top, wide, high },
    { stamp: STRIKE, left: left - 2, top, wide: wide + 4, high },
  ];
}

const DOT = drawn(24, [[12, 12]], 10);
const COMMA = drawn(
  24,
  [
    [15, 5],
    [14, 12],
    [6, 20],
  ],
  3.5,
);
const STRIKE = drawn(
  24,
  [
    [1, 19],
    [23, 6],
  ],
  1,
);

function drawn(side: number, track: [number, number][], radius: number): Stamp {
  const stamp = { width: side, height: side, data: new Uint8Array(side * side) };
  drawTrack(stamp, track, radius);
  return stamp;
}

const pen = (paper: Paper, random: Random): MadePaper => ({
  ...paper,
  ...inkTones(random),
  noise: between(random, 0, 4),
});

export const cellScenes: readonly Scene[] = [
  { name: 'cell', domain: 'cells', weight: 6, paperFor: cell },
  {
    name: 'box',
    domain: 'cells',
    weight: 2,
    paperFor: (d, r) => pen(boxed(sheet(d, r, HEIGHTS), d, r, [-0.06, 0.25], 1 + r.below(4)), r),
  },
  {
    name: 'ruled',
    domain: 'cells',
    weight: 2,
    paperFor: (d, r) => pen(ruled(sheet(d, r, HEIGHTS), r, { turn: between(r, -0.05, 0.05) }, r.below(2) === 0), r),
  },
];
