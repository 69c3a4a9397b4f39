import { cosine, sine } from './angles.js';
import type { Random } from '../../random.js';
import { between, geometric } from '../between.js';
import type { Paper, Stamp } from './paintPaper.js';
import type { Colour } from './rule.js';
import { pick } from './sheets.js';
import type { Surface } from './surface.js';

export type Side = 'left' | 'top' | 'right' | 'bottom';
export const SIDES: readonly Side[] = ['left', 'top', 'right', 'bottom'];

const NORMAL: Readonly<Record<Side, number>> = { left: Math.PI, top: -Math.PI / 2, right: 0, bottom: Math.PI / 2 };

/** Dark to light surfaces of tables, desks, walls and floors. */
export const TABLES: readonly Colour[] = [
  [12, 12, 14],
  [45, 42, 40],
  [90, 90, 92],
  [105, 80, 55],
  [150, 120, 90],
  [110, 120, 135],
];

type Size = Pick<Paper, 'width' | 'height'>;

export interface Strip {
  readonly side: Side;
  /** Share of the picture that it takes, measured across in the middle. */
  readonly share: number;
  /** Angle of its edge against the side, in radians. */
  readonly slant?: number;
}

/** A surface along a side of a picture of this size. */
export function strip(size: Size, { side, share, slant = 0 }: Strip, colour: Colour): Surface {
  const { width, height } = size;
  const angle = NORMAL[side] + slant;
  const [across, down] = [cosine(angle), sine(angle)];
  const reach = (0.5 - share) * depthOf(size, side) * cosine(slant);
  return { across, down, from: (width / 2) * across + (height / 2) * down + reach, colour };
}

/** The border of a cell, along a side; lengths are shares of the picture across. */
export interface Border extends Omit<Strip, 'share'> {
  /** What is seen beyond the border. */
  readonly outside: number;
  readonly thickness: number;
}

/** A border along a side of a picture of this size, at least `thinnest` pixels thick. */
export function border(size: Size, { outside, thickness, ...edge }: Border, colour: Colour, thinnest = 0): Surface {
  const surface = strip(size, { ...edge, share: outside + thickness }, colour);
  if (outside === 0) return surface;
  return { ...surface, to: surface.from + Math.max(thinnest, thickness * depthOf(size, edge.side)) };
}

/** The length of the picture at a right angle to a side. */
function depthOf({ width, height }: Size, side: Side): number {
  return side === 'left' || side === 'right' ? width : height;
}

/** A surface that cuts a corner off, `share` of the shorter side deep. */
export function cornerCut(
  { width, height }: Size,
  corner: number,
  share: number,
  random: Random,
  colour: Colour,
): Surface {
  const [x, y] = [corner & 1, corner >> 1];
  const angle = between(random, 0.5, 1.07);
  const [across, down] = [(x === 0 ? -1 : 1) * cosine(angle), (y === 0 ? -1 : 1) * sine(angle)];
  const from = x * width * across + y * height * down - share * Math.min(width, height);
  return { across, down, from, colour };
}

/** Share of the height that the digit takes, small and large ones as often as those between. */
const [SMALLEST, LARGEST] = [0.08, 0.9];
/** Least height of a digit, in pixels: fewer do not show what it is. */
const LEAST_HEIGHT = 14;

/**
 * Places the digit where no surface covers it: 8 to 90 % of the height, or less where it does not
 * fit.
 */
export function beside(
  digit: Stamp,
  random: Random,
  sheet: Pick<Paper, 'width' | 'height' | 'paper' | 'ink'>,
  surfaces: readonly Surface[],
  gap: number,
): Paper {
  const { height } = sheet;
  const least = Math.max(SMALLEST, LEAST_HEIGHT / height);
  let share = geometric(random, least, LARGEST);
  const seed = random.next();
  for (let attempt = 0; ; attempt++) {
    const size = Math.round(share * height);
    const wide = Math.ceil((digit.width * size) / digit.height);
    const left = Math.floor(random.uniform() * (sheet.width - wide + 1));
    const top = Math.floor(random.uniform() * (height - size + 1));
    const isFree = (x: number, y: number): boolean =>
      surfaces.every(({ across, down, from }) => x * across + y * down < from - gap);
    const fits =
      left >= 0 && top >= 0 && [0, 1].every((u) => [0, 1].every((v) => isFree(left + u * wide, top + v * size)));
    if (fits) return { ...sheet, size, left, top, seed, surfaces };
    if (attempt % 20 === 19) share *= 0.9;
  }
}

/** A picture of some size, with paper and a pen. */
export function sheetOf(random: Random, heights: readonly number[] = [80, 140, 220, 360, 600]) {
  const height = pick(random, heights);
  const width = Math.round(height * between(random, 0.8, 1.5));
  const paper = pick<Colour>(random, [
    [250, 250, 248],
    [235, 228, 215],
    [205, 205, 200],
  ]);
  const ink = pick<Colour>(random, [
    [25, 25, 30],
    [40, 50, 120],
    [90, 90, 95],
  ]);
  return { width, height, paper, ink };
}
