import type { Random } from '../random.js';
import { createRandom } from '../random.js';
import { between } from './between.js';
import { createPen, type Pen, valueAt } from './pen.js';
import { parseStroke, type Skeleton, type Stroke, type Track } from './skeleton.js';
import { evenTrack, smoothTrack } from './smoothTrack.js';

/** The place on the canvas where a sign is written, in pixels. */
export interface Place {
  readonly centreX: number;
  readonly centreY: number;
  /** Height of the sign's box before it is rotated. */
  readonly height: number;
}

/**
 * One writer, who can write many signs: what is the same in all of them. Lengths are shares of a
 * sign's height.
 */
export interface Hand {
  /** Gives the writer's own value of each range of a skeleton. */
  readonly seed: number;
  readonly pen: Pen;
  /** How far the top is moved to the right against the bottom. */
  readonly slant: number;
  /** Tangent of half the angle by which signs are turned. */
  readonly turn: number;
  /** Width of signs relative to their skeletons. */
  readonly wide: number;
  /** How much higher the upper part of signs is than in their skeletons; negative: lower. */
  readonly upper: number;
  /** How far the points of a skeleton stray. */
  readonly stray: number;
  /** How often the line is evened out: the faster the hand, the rounder its corners. */
  readonly roundness: number;
  /** How far a fast hand runs on at the end of a stroke. */
  readonly overshoot: number;
  /** Length of the little hooks at which strokes begin. */
  readonly hook: number;
  /** How far the hand trembles. */
  readonly tremor: number;
  /** Chance that the pen is not lifted where a skeleton allows it. */
  readonly joins: number;
}

/** Separates a hand's habits from other random numbers of its seed. */
const HABITS = 0x686162;
/** Distance between neighbouring points of a written line, as a share of the height. */
const STEP = 0.022;
/** Length of the waves of a tremor, as a share of the height. */
const WAVE = 0.11;

/** A random writer with a random pen. */
export function createHand(random: Random): Hand {
  const fast = random.uniform();
  const often = (chance: number): number => (random.uniform() < chance ? 1 : 0);
  const shaky = often(0.15);
  // Most hands are neat; the others grow ever more careless.
  const careless = random.uniform() * random.uniform();
  const about = (spread: number): number => between(random, -spread, spread);
  return {
    seed: random.next(),
    pen: createPen(random),
    slant: between(random, -0.15, 0.2) + between(random, 0, 0.2) + about(0.2 * careless),
    turn: about(0.05 + 0.05 * careless),
    wide: between(random, 0.75, 1.2) * (1 + careless * between(random, -0.3, 0.15)),
    upper: about(0.12 + 0.35 * careless),
    stray: between(random, 0.004, 0.02) + 0.012 * fast + 0.05 * careless,
    roundness: Math.floor(between(random, 0, 3) + 14 * fast * fast),
    overshoot: often(0.5) * fast * between(random, 0, 0.12),
    hook: often(0.25) * between(random, 0.02, 0.08),
    tremor: between(random, 0.0005, 0.004) + shaky * between(random, 0.003, 0.007),
    joins: fast < 0.5 ? 0 : between(random, 0, 0.9),
  };
}

/**
 * The strokes of a sign as `hand` writes them this time: the hand's own values of its ranges and
 * the hand's slant and roundness, each a little different from the other times. Only arithmetic
 * that IEEE 754 determines is used, so that every machine draws the same.
 */
export function writeByHand(skeleton: Skeleton, place: Place, hand: Hand, random: Random): Track[] {
  const habit = habitsOf(hand, skeleton.name, random);
  const own = skeleton.aspect;
  const aspect = hand.wide * (typeof own === 'number' ? own : own[0] + (own[1] - own[0]) * habit(''));
  const wide = aspect * between(random, 0.92, 1.08);
  const strokes = joinedStrokes(
    skeleton.strokes.map((stroke) => parseStroke(stroke, habit)),
    hand,
    random,
  );
  const move = moverFor(place, wide, hand, random);
  return strokes.map((pieces) => movingPen(pieces, wide, hand, random).map(move));
}

/** The hand's places in the ranges of a skeleton, near which it stays each time. */
function habitsOf({ seed }: Hand, name: string, random: Random): (letter: string) => number {
  const habits = createRandom(seed, HABITS, ...Array.from(name, (sign) => sign.charCodeAt(0)));
  const known = new Map<string, number>();
  return (letter) => {
    const value = known.get(letter) ?? Math.min(1, Math.max(0, habits.uniform() + between(random, -0.15, 0.15)));
    if (letter !== '') known.set(letter, value);
    return value;
  };
}

/** The pieces of each stroke, after a fast hand has joined some strokes to the ones before. */
function joinedStrokes(strokes: readonly Stroke[], hand: Hand, random: Random): Track[][] {
  const tracks: Track[][] = [];
  for (const { pieces, joined } of strokes) {
    const before = tracks.at(-1);
    if (before !== undefined && joined && random.uniform() < hand.joins) {
      const [end, start] = [before[before.length - 1].at(-1), pieces[0].at(0)];
      if (end !== undefined && start !== undefined) before.push([end, start], ...pieces);
    } else tracks.push([...pieces]);
  }
  return tracks;
}

/** The way of the pen through one stroke, in a box of height 1 and the given width. */
function movingPen(pieces: readonly Track[], wide: number, hand: Hand, random: Random): Track {
  const off = (point: readonly [number, number]): readonly [number, number] => [
    point[0] * wide + between(random, -hand.stray, hand.stray),
    point[1] + between(random, -hand.stray, hand.stray),
  ];
  let corner: readonly [number, number] | undefined;
  const line = pieces.flatMap((piece, i) => {
    const strayed = piece.map((point, k) => (i > 0 && k === 0 && corner !== undefined ? corner : off(point)));
    corner = strayed[strayed.length - 1];
    return smoothTrack(strayed.length === 2 ? bowed(strayed, random) : strayed).slice(i === 0 ? 0 : 1);
  });
  const passes = Math.round(hand.roundness * between(random, 0.7, 1.3));
  return trembling(runOn(evenTrack(line, STEP, passes), hand, random), hand, random);
}

/** A straight line as it is drawn by hand: its middle is a little off. */
function bowed([from, to]: Track, random: Random): Track {
  const off = between(random, -0.035, 0.035);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  return [from, [(from[0] + to[0]) / 2 - off * dy, (from[1] + to[1]) / 2 + off * dx], to];
}

/** The line with a hook at its beginning, and carried on beyond its end. */
function runOn(line: Track, { hook, overshoot }: Hand, random: Random): Track {
  if (line.length < 6) return line;
  const longer = [...line];
  const [first, last, before] = [line[0], line[line.length - 1], line[line.length - 5]];
  if (hook > 0)
    longer.unshift([first[0] - hook * between(random, 0.2, 1), first[1] + hook * between(random, -0.2, 0.6)]);
  const [dx, dy] = [last[0] - before[0], last[1] - before[1]];
  const far = (overshoot * between(random, 0, 1)) / Math.max(1e-6, Math.sqrt(dx * dx + dy * dy));
  if (overshoot > 0) longer.push([last[0] + far * dx, last[1] + far * dy]);
  return longer;
}

function trembling(line: Track, { tremor }: Hand, random: Random): Track {
  const waves = 3 + Math.ceil((line.length * STEP) / WAVE);
  const knots = (): number[] => Array.from({ length: waves }, () => between(random, -tremor, tremor) * 2);
  const [across, down] = [knots(), knots()];
  return line.map(([x, y], i) => {
    const at = (i * STEP) / WAVE;
    return [x + valueAt(across, at), y + valueAt(down, at)];
  });
}

/** Bends, slants and turns a sign's box of height 1 and width `wide`, and puts it in its place. */
export function moverFor(
  place: Place,
  wide: number,
  hand: Hand,
  random: Random,
): (point: readonly [number, number]) => readonly [number, number] {
  const [bendX, bendY] = [between(random, -0.25, 0.25), between(random, -0.25, 0.25)];
  const upper = hand.upper + between(random, -0.06, 0.06);
  const slant = hand.slant + between(random, -0.06, 0.06);
  const turn = hand.turn + between(random, -0.05, 0.05);
  const [cosine, sine] = [(1 - turn * turn) / (1 + turn * turn), (2 * turn) / (1 + turn * turn)];
  return ([x, y]) => {
    const u = x - wide / 2 + bendX * y * (1 - y);
    const v = y - 0.5 + upper * y * (1 - y) + (bendY * x * (wide - x)) / Math.max(0.3, wide);
    const [px, py] = [(u - slant * v) * place.height, v * place.height];
    return [place.centreX + cosine * px - sine * py, place.centreY + sine * px + cosine * py];
  };
}
