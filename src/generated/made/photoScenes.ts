import type { Random } from '../../random.js';
import { between, geometric } from '../between.js';
import type { Paper, Stamp } from '../paper/paintPaper.js';
import { edge, pick, ruled, sheet, slope, vignette } from '../paper/sheets.js';
import { beside, cornerCut, SIDES, strip, TABLES } from '../paper/surfaces.js';
import type { Surface } from '../paper/surface.js';
import { inkTones, pencilTones } from './pens.js';
import type { MadePaper, Scene } from './scene.js';

const HEIGHTS = [36, 46, 58, 76];

const tones = (random: Random) => (random.uniform() < 0.6 ? inkTones(random) : pencilTones(random, [55, 140]));

function lightOf(random: Random): NonNullable<Paper['light']> {
  const kind = random.below(4);
  if (kind === 0) return vignette(between(random, 0.3, 0.7));
  if (kind === 1) return edge(random, between(random, 0.2, 0.5), between(random, 0.02, 0.1));
  return slope(random, between(random, 0.1, 0.6));
}

/** What a camera does to a picture. */
function photographed(paper: Paper, random: Random): MadePaper {
  return {
    ...paper,
    light: lightOf(random),
    blur: between(random, 0.2, 0.3 + 0.012 * paper.height),
    noise: between(random, 1, 8),
    grain: random.uniform() < 0.3 ? between(random, 0.1, 0.4) : 0,
    jpeg: 30 + random.below(65),
  };
}

/** A sheet on a table that shows along some of the sides, or at a corner. */
function onTable(digit: Stamp, random: Random): Paper {
  const height = pick(random, HEIGHTS);
  const size = { width: Math.round(height * between(random, 0.8, 1.4)), height };
  const colour = pick(random, TABLES);
  const slant = between(random, -0.3, 0.3) * random.below(2);
  const first = random.below(4);
  const grain = random.below(3) === 0 ? 8 : 0;
  const surfaces =
    random.uniform() < 0.25
      ? [cornerCut(size, first, between(random, 0.08, 0.35), random, colour)]
      : Array.from({ length: 1 + random.below(3) }, (_, n): Surface => {
          const share = geometric(random, 0.02, 0.25);
          return { ...strip(size, { side: SIDES[(first + n) % 4], share, slant }, colour), grain, wave: 6 };
        });
  return beside(digit, random, { ...size, ...tones(random) }, surfaces, 0.02 * height);
}

/** Photos with a telephone. */
export const photoScenes: readonly Scene[] = [
  {
    name: 'photo',
    domain: 'photos',
    weight: 4,
    paperFor: (d, r) => photographed({ ...sheet(d, r, HEIGHTS), ...tones(r) }, r),
  },
  {
    name: 'photo of ruled paper',
    domain: 'photos',
    weight: 2,
    paperFor: (d, r) =>
      photographed(
        { ...ruled(sheet(d, r, HEIGHTS), r, { turn: between(r, -0.06, 0.06) }, r.below(2) === 0), ...tones(r) },
        r,
      ),
  },
  { name: 'photo on a table', domain: 'photos', weight: 3, paperFor: (d, r) => photographed(onTable(d, r), r) },
];
