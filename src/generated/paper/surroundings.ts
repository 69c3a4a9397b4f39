import { definedOnly } from '../../definedOnly.js';
import type { Random } from '../../random.js';
import { between, geometric } from '../between.js';
import type { Condition } from './condition.js';
import type { Paper, Stamp } from './paintPaper.js';
import type { Colour } from './rule.js';
import { pick, slope } from './sheets.js';
import type { Surface } from './surface.js';
import { beside, border, cornerCut, SIDES, sheetOf, strip, TABLES, type Side } from './surfaces.js';

const LIGHT: Colour = [252, 252, 250];
/** Steepest slant of a sheet that lies on a table, in radians: 20 degrees. */
const SLANT = 0.35;

interface Laid {
  /** How many of the four sides show the surface. */
  readonly sides: number;
  readonly slant?: number;
  /** The most that it takes of the picture across, at one side. @default 0.4 */
  readonly most?: number;
  readonly grain?: number;
  /** Light on dark, beside a lighter surface. @default false */
  readonly night?: boolean;
}

/** A sheet on a table that shows along some of the sides. */
function onTable(
  digit: Stamp,
  random: Random,
  { sides, slant = 0, most = 0.4, grain = 0, night = false }: Laid,
): Paper {
  const sheet = night
    ? { ...sheetOf(random), paper: [28, 30, 33] as const, ink: [225, 225, 220] as const }
    : sheetOf(random);
  const colour = night ? pick(random, [LIGHT, [170, 165, 160]] as const) : pick(random, TABLES);
  const turn = between(random, -slant, slant);
  const wave = between(random, 4, 20);
  const surfaces = sidesOf(random, sides).map((side): Surface => {
    const share = geometric(random, 0.02, most);
    return { ...strip(sheet, { side, share, slant: turn }, colour), grain, wave };
  });
  return { ...beside(digit, random, sheet, surfaces, 0.02 * sheet.height), noise: between(random, 0, 3) };
}

/** Neighbouring or opposite sides, as often as not. */
function sidesOf(random: Random, count: number): Side[] {
  const first = random.below(4);
  const step = count === 2 && random.below(2) === 0 ? 2 : 1;
  return Array.from({ length: count }, (_, n) => SIDES[(first + n * step) % 4]);
}

/** A cell that is cut out with its thick border, along some of the sides, or a part of it. */
function cell(digit: Stamp, random: Random, sides: number): Paper {
  const sheet = sheetOf(random, [40, 64, 100, 160]);
  const colour = pick<Colour>(random, [
    [10, 10, 10],
    [60, 60, 62],
    [110, 110, 115],
  ]);
  const thickness = between(random, 0.03, 0.1);
  const outside = random.below(3) === 0 ? between(random, 0.01, 0.06) : 0;
  const surfaces = sidesOf(random, sides).map((side) =>
    border(sheet, { side, outside, thickness, slant: between(random, -0.02, 0.02) }, colour),
  );
  return { ...beside(digit, random, sheet, surfaces, 0.03 * sheet.height), noise: 2 };
}

function corners(digit: Stamp, random: Random): Paper {
  const sheet = sheetOf(random, [40, 64, 100, 160, 280]);
  const first = random.below(4);
  const surfaces = Array.from({ length: 1 + random.below(2) }, (_, n) =>
    cornerCut(sheet, (first + n) % 4, between(random, 0.08, 0.4), random, pick(random, TABLES.slice(0, 3))),
  );
  return { ...beside(digit, random, sheet, surfaces, 0.02 * sheet.height), noise: 2 };
}

/** Black paper with a light digit between light bands, or the other way round. */
function bands(digit: Stamp, random: Random): Paper {
  const isNight = random.below(2) === 0;
  const [dark, light]: Colour[] = [
    [15, 15, 15],
    [245, 245, 245],
  ];
  const sheet = { ...sheetOf(random), paper: isNight ? dark : light, ink: isNight ? light : dark };
  const share = between(random, 0.05, 0.3);
  const sides: Side[] = random.below(2) === 0 ? ['left', 'right'] : ['top', 'bottom'];
  const surfaces = sides.map((side) => strip(sheet, { side, share }, isNight ? light : dark));
  return { ...beside(digit, random, sheet, surfaces, 0.02 * sheet.height), noise: pick(random, [0, 2]) };
}

function row(name: string, paperFor: Condition['paperFor'], jpeg?: number): Condition {
  return definedOnly({ name, group: 'surroundings' as const, paperFor, jpeg });
}

/** Digits beside something that is neither paper nor ink, and how far each condition goes. */
export const surroundings: readonly Condition[] = [
  ...[1, 2, 3, 4].map((sides) =>
    row(`table along ${sides} of the sides`, (d, r) => onTable(d, r, { sides, most: sides === 1 ? 0.4 : 0.25 })),
  ),
  ...[1, 2, 4].map((sides) =>
    row(`table along ${sides} of the sides, slanted`, (d, r) =>
      onTable(d, r, { sides, most: sides === 1 ? 0.4 : 0.25, slant: SLANT }),
    ),
  ),
  row('wooden table', (d, r) => onTable(d, r, { sides: 1 + r.below(3), most: 0.3, slant: 0.1, grain: 12 })),
  row('dark page beside something light', (d, r) =>
    onTable(d, r, { sides: 1 + r.below(2), most: 0.3, slant: 0.1, night: true }),
  ),
  row('bands on two sides', bands),
  row('cut corners', corners),
  ...[1, 2, 3, 4].map((sides) => row(`thick border on ${sides} of the sides`, (d, r) => cell(d, r, sides))),
  row(
    'photo of a sheet on a table',
    (d, r) => ({
      ...onTable(d, r, { sides: 1 + r.below(4), most: 0.25, slant: 0.15, grain: 6 }),
      light: slope(r, between(r, 0.1, 0.4)),
      blur: between(r, 0.5, 1.5),
      noise: 4,
    }),
    60,
  ),
];
