import type { Random } from '../random.js';
import { parseStroke, type Skeleton, type Track } from './skeleton.js';
import { smoothTrack } from './smoothTrack.js';

/** The place on the canvas where a sign is written, in pixels. */
export interface Place {
  readonly centreX: number;
  readonly centreY: number;
  /** Height of the sign's box before it is rotated. */
  readonly height: number;
}

/** A random number, uniform between `low` and `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/**
 * The strokes of a sign as a hand would write them: each point is moved a little, and the whole
 * sign is bent, slanted, rotated and stretched. Only arithmetic that IEEE 754 determines is used,
 * so that every machine draws the same.
 */
export function writeByHand({ strokes, aspect }: Skeleton, place: Place, random: Random): Track[] {
  const stray = between(random, 0.005, 0.045);
  const [bendX, bendY] = [between(random, -0.12, 0.12), between(random, -0.12, 0.12)];
  const width = place.height * aspect * between(random, 0.72, 1.3);
  const slant = between(random, -0.12, 0.32);
  const turn = between(random, -0.12, 0.12); // tangent of half the angle: up to 14 degrees
  const [cosine, sine] = [(1 - turn * turn) / (1 + turn * turn), (2 * turn) / (1 + turn * turn)];
  const move = ([x, y]: readonly [number, number]): readonly [number, number] => {
    const [u, v] = [x - 0.5 + bendX * 4 * y * (1 - y), y - 0.5 + bendY * 4 * x * (1 - x)];
    const [px, py] = [u * width - slant * v * place.height, v * place.height];
    return [place.centreX + cosine * px - sine * py, place.centreY + sine * px + cosine * py];
  };
  return strokes.map((stroke) => {
    const { points, straight } = parseStroke(stroke);
    const off = points.map(
      ([x, y]) =>
        [x + between(random, -stray, stray) / Math.max(aspect, 0.5), y + between(random, -stray, stray)] as const,
    );
    // A straight stroke bends a little too: its middle becomes a point.
    return (straight ? halved(off) : smoothTrack(off)).map(move);
  });
}

function halved(points: Track): Track {
  return points.flatMap((point, i) => {
    const next = points.at(i + 1);
    return next === undefined ? [point] : [point, [(point[0] + next[0]) / 2, (point[1] + next[1]) / 2] as const];
  });
}
