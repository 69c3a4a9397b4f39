import type { Random } from '../../random.js';
import { between } from '../between.js';
import type { Paper } from '../paper/paintPaper.js';
import type { Colour } from '../paper/rule.js';
import { NIGHT, pick } from '../paper/sheets.js';

type Tones = Pick<Paper, 'paper' | 'ink'>;

const INKS: readonly Colour[] = [
  [25, 25, 30],
  [40, 45, 110],
  [30, 60, 170],
  [180, 35, 40],
  [35, 110, 60],
  [85, 85, 90],
];

/** White, cream and grey papers, with pens of the usual colours. */
export function inkTones(random: Random): Tones {
  const level = between(random, 190, 255);
  const warm = between(random, 0, 22);
  return { paper: [level, level - warm / 3, level - warm], ink: pick(random, INKS) };
}

/** Pencil on paper that may be as grey as a cell in the shade: `contrast` levels darker than it. */
export function pencilTones(random: Random, contrast: readonly [number, number] = [32, 130]): Tones {
  const level = between(random, 150, 248);
  const warm = between(random, -6, 14);
  const dark = Math.max(8, level - between(random, ...contrast));
  return { paper: [level, level - warm / 3, level - warm], ink: [dark, dark, dark + 3] };
}

/** Most often a pen on paper, or pencil, and now and then light on dark. */
export function anyTones(random: Random): Tones {
  const kind = random.uniform();
  if (kind < 0.55) return inkTones(random);
  return kind < 0.8 ? pencilTones(random) : NIGHT;
}
