import { createRandom, type Random } from '../../random.js';
import { blurSheet } from './blurSheet.js';
import { addNoise, changeSheet } from './changeSheet.js';
import type { Sheet } from './sheet.js';

/**
 * One defined way in which pictures may differ from those that a model knows, at a few strengths.
 */
export interface StatedShift {
  readonly name: string;
  /** The unit of the strengths; pixels are those of a picture 28 pixels wide. */
  readonly unit: string;
  readonly strengths: readonly number[];
  /**
   * Returns the changed sheet, or `inverted` if black and white are exchanged. Directions and
   * places come from `random`.
   */
  readonly apply: (sheet: Sheet, strength: number, random: Random) => Sheet | 'inverted';
}

/** The width of the picture that strengths in pixels refer to. */
const COUNTED_IN = 28;
/** Keeps these random numbers apart from others drawn with the same seed. */
const STREAM = 0x73686966;

/** The directions to the eight neighbours, in pixels. */
const DIRECTIONS: readonly (readonly [right: number, down: number])[] = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
];

/**
 * The shifts that `evaluate --robustness` measures. They are applied to the picture before any
 * preprocessing; what moves beyond its edge is lost.
 */
export const statedShifts: readonly StatedShift[] = [
  {
    name: 'translation',
    unit: 'pixels',
    strengths: [2, 4, 6],
    apply(sheet, strength, random) {
      const [right, down] = DIRECTIONS[random.below(DIRECTIONS.length)];
      const distance = pixels(sheet, strength);
      return changeSheet(sheet, { translationX: right * distance, translationY: down * distance });
    },
  },
  {
    name: 'rotation',
    unit: 'degrees',
    strengths: [10, 20, 30],
    apply: (sheet, strength, random) => changeSheet(sheet, { rotation: random.below(2) === 0 ? strength : -strength }),
  },
  {
    name: 'scale',
    unit: 'times',
    strengths: [0.5, 0.75, 1.25],
    apply: (sheet, strength) => changeSheet(sheet, { scaleX: strength, scaleY: strength }),
  },
  {
    name: 'stroke width',
    unit: 'pixels a side',
    strengths: [-1, -0.5, 0.5, 1, 2],
    apply: widen,
  },
  {
    name: 'blur',
    unit: 'pixels',
    strengths: [0.5, 1, 2],
    apply: (sheet, strength) => blurSheet(sheet, pixels(sheet, strength)),
  },
  {
    name: 'noise',
    unit: 'of 255',
    strengths: [20, 40, 80],
    apply: (sheet, strength, random) => addNoise(sheet, strength, random.next() | 0),
  },
  {
    name: 'contrast',
    unit: 'times',
    strengths: [0.5, 0.25, 0.1],
    apply: (sheet, strength) => changeSheet(sheet, { gain: strength }),
  },
  { name: 'inversion', unit: '', strengths: [1], apply: () => 'inverted' },
  { name: 'occlusion', unit: 'pixels', strengths: [4, 6, 8], apply: occlude },
];

/**
 * The random numbers of shift number `shift` in row `row` of the data. They are the same for every
 * strength, so a stronger shift goes the same way.
 */
export function shiftRandom(seed: number, shift: number, row: number): Random {
  return createRandom(seed, STREAM, shift, row);
}

/** Converts pixels of a picture 28 pixels wide to pixels of this sheet. */
function pixels({ side }: Sheet, count: number): number {
  return (count * side) / COUNTED_IN;
}

/** The training augmentation widens by at most one pixel per side: more takes several steps. */
function widen(sheet: Sheet, strength: number): Sheet {
  let left = pixels(sheet, strength);
  let changed = sheet;
  while (Math.abs(left) > 1e-9) {
    const step = Math.min(1, Math.max(-1, left));
    changed = changeSheet(changed, { stroke: step });
    left -= step;
  }
  return changed;
}

/** Covers a random pixel of ink, where it does harm, with a square of paper. */
function occlude(sheet: Sheet, strength: number, random: Random): Sheet {
  const { side, ink, paper } = sheet;
  const drawn: number[] = [];
  ink.forEach((value, i) => {
    if (Math.abs(value - paper) >= 64) drawn.push(i);
  });
  const at = drawn.length === 0 ? (ink.length + side) >> 1 : drawn[random.below(drawn.length)];
  const size = Math.round(pixels(sheet, strength));
  const clampEdge = (middle: number): number => Math.min(Math.max(middle - (size >> 1), 0), side - size);
  const [left, top] = [clampEdge(at % side), clampEdge(Math.floor(at / side))];
  return changeSheet(sheet, { erased: { left, top, width: size, height: size } });
}
