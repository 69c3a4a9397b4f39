import type { GrayImage } from '../image/pixels.js';
import { createRandom, type Random } from '../random.js';
import { formsIn } from './digitForms.js';
import { drawDigit } from './drawDigit.js';
import { drawBlot, drawFrame, drawNoise, drawScribble } from './drawMess.js';
import { drawFragment, drawRow, drawSign } from './drawSigns.js';
import { letterSkeletons } from './letterSkeletons.js';
import { symbolSkeletons } from './symbolSkeletons.js';

/** What a generated picture shows. All kinds except 'digit' are not digits. */
export type GeneratedKind = keyof typeof kinds;

export interface GeneratedPicture {
  readonly kind: GeneratedKind;
  /** 0..9, or null if the picture does not show a digit. */
  readonly digit: number | null;
  /** What it shows in words, for reports: `letter A`. */
  readonly name: string;
  /** The picture, 0 = paper, 255 = ink, before any preprocessing. */
  readonly ink: GrayImage;
}

/** The forms of digits that networks may see when they learn. */
const taught = formsIn('training');

type Drawn = Omit<GeneratedPicture, 'kind'>;

/**
 * How each kind is drawn, and how many of ten thousand pictures without a digit are of this kind.
 */
const kinds = {
  digit: {
    share: 0,
    draw: (random: Random): Drawn => {
      const { digit, name, ink } = drawDigit(random, { forms: 'training' });
      return { digit, name: `digit ${name}`, ink };
    },
  },
  letter: {
    share: 0.4,
    draw: (random: Random): Drawn => {
      const skeleton = oneOf(letterSkeletons, random);
      return { digit: null, name: `letter ${skeleton.name}`, ink: drawSign(skeleton, random) };
    },
  },
  symbol: {
    share: 0.2,
    draw: (random: Random): Drawn => {
      const skeleton = oneOf(symbolSkeletons, random);
      return { digit: null, name: skeleton.name, ink: drawSign(skeleton, random) };
    },
  },
  several: {
    share: 0.1,
    draw: (random: Random): Drawn => {
      // A 1 that crosses another digit can turn it into a third one.
      const pool = random.uniform() < 0.75 ? taught.filter(({ digit }) => digit !== 1) : letterSkeletons;
      const signs = Array.from({ length: 2 + random.below(3) }, () => oneOf(pool, random));
      return { digit: null, name: `several: ${signs.map(({ name }) => name).join(' ')}`, ink: drawRow(signs, random) };
    },
  },
  fragment: {
    share: 0.05,
    draw: (random: Random): Drawn => {
      const [digit, side] = oneOf(FRAGMENTS, random);
      return {
        digit: null,
        name: `${side} of ${digit}`,
        ink: drawFragment(oneOf(formsIn('training', digit), random), side, random),
      };
    },
  },
  scribble: { share: 0.11, draw: (random: Random): Drawn => nameless('scribble', drawScribble(random)) },
  noise: { share: 0.05, draw: (random: Random): Drawn => nameless('noise', drawNoise(random)) },
  blot: { share: 0.04, draw: (random: Random): Drawn => nameless('blot', drawBlot(random)) },
  frame: { share: 0.05, draw: (random: Random): Drawn => nameless('frame', drawFrame(random)) },
};

/**
 * Halves of digits that do not look like another digit. (The lower half of a 7 is a 1, both halves
 * of an 8 are a 0, and the upper half of a closed 4 is a 1 with a long upstroke.)
 */
const FRAGMENTS = [
  [0, 'left'],
  [0, 'right'],
  [0, 'top'],
  [0, 'bottom'],
  [2, 'bottom'],
  [3, 'top'],
  [3, 'bottom'],
  [5, 'top'],
  [5, 'bottom'],
  [6, 'left'],
  [8, 'left'],
  [2, 'left'],
  [5, 'left'],
] as const;

const NON_DIGITS = (Object.keys(kinds) as GeneratedKind[]).filter((kind) => kind !== 'digit');

/** Separates these random numbers from others with the same seed. */
const STREAM = 0x67656e;

/**
 * Picture `index` of `seed`: a digit, or, if `kind` is 'not a digit', a picture of a random other
 * kind.
 */
export function generatePicture(
  kind: GeneratedKind | 'not a digit',
  seed: number,
  index: number,
  attempt = 0,
): GeneratedPicture {
  const random = createRandom(seed, STREAM, index, attempt);
  const drawn = kind === 'not a digit' ? drawKind(random.uniform()) : kind;
  return { kind: drawn, ...kinds[drawn].draw(random) };
}

function drawKind(share: number): GeneratedKind {
  let rest = share;
  return NON_DIGITS.find((kind) => (rest -= kinds[kind].share) < 0) ?? 'letter';
}

function nameless(name: string, ink: GrayImage): Drawn {
  return { digit: null, name, ink };
}

function oneOf<T>(items: readonly T[], random: Random): T {
  return items[random.below(items.length)];
}
