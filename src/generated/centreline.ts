import type { GrayImage } from '../image/pixels.js';

/** The middle of strokes of ink, as points that are joined by lines. */
export interface Centreline {
  /** [x, y] in pixels. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Pairs of neighbouring points. */
  readonly lines: readonly (readonly [from: number, to: number])[];
}

/** Ink from which a pixel counts as written. */
const WRITTEN = 128;
/** How often each point is moved toward the middle of its neighbours. */
const EVENING = 4;
/** The eight neighbours of a pixel, clockwise from above. */
const AROUND = [
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
] as const;

/** The middle of the strokes of `ink`. */
export function centrelineOf(ink: GrayImage): Centreline {
  // A border without ink, so that every pixel has its eight neighbours.
  const width = ink.width + 2;
  const written = new Uint8Array(width * (ink.height + 2));
  for (let i = 0; i < ink.data.length; i++) {
    if (ink.data[i] >= WRITTEN) written[width * (1 + Math.floor(i / ink.width)) + 1 + (i % ink.width)] = 1;
  }
  const steps = AROUND.map(([x, y]) => y * width + x);
  thin(written, steps);
  const places = Array.from(written.keys()).filter((at) => written[at] === 1);
  const numbers = new Map(places.map((at, n) => [at, n]));
  const lines = places.flatMap((at, from) =>
    // Four of the eight directions name each pair once. A diagonal is left out where two straight
    // steps join the same pixels.
    [1, 2, 3, 4].flatMap((k) => {
      const to = numbers.get(at + steps[k]);
      const joined = k % 2 === 1 && (written[at + steps[k - 1]] === 1 || written[at + steps[k + 1]] === 1);
      return to === undefined || joined ? [] : [[from, to] as const];
    }),
  );
  const points = places.map((at) => [(at % width) - 0.5, Math.floor(at / width) - 0.5] as const);
  return { points: evened(points, lines), lines };
}

/**
 * Thinning by Zhang & Suen 1984 ("A fast parallel algorithm for thinning digital patterns"). Each
 * pixel is looked at once more before it goes, so that a line two pixels wide does not vanish.
 */
function thin(written: Uint8Array, steps: readonly number[]): void {
  const goes = (at: number, half: number): boolean => {
    const ring = steps.map((step) => written[at + step]);
    const count = ring.reduce((sum, value) => sum + value, 0);
    const turns = ring.filter((value, k) => value === 0 && ring[(k + 1) % 8] === 1).length;
    const [north, east, south, west] = [ring[0], ring[2], ring[4], ring[6]];
    const closed = half === 0 ? east * south * (north + west) : north * west * (east + south);
    return count >= 2 && count <= 6 && turns === 1 && closed === 0;
  };
  let left = Array.from(written.keys()).filter((at) => written[at] === 1);
  for (let changed = true; changed;) {
    changed = false;
    for (const half of [0, 1]) {
      for (const at of left.filter((pixel) => goes(pixel, half))) {
        if (!goes(at, half)) continue;
        written[at] = 0;
        changed = true;
      }
      left = left.filter((at) => written[at] === 1);
    }
  }
}

/** Points without the steps of the grid of pixels; ends stay where they are. */
function evened(points: Centreline['points'], lines: Centreline['lines']): Centreline['points'] {
  const neighbours = points.map((): number[] => []);
  for (const [from, to] of lines) {
    neighbours[from].push(to);
    neighbours[to].push(from);
  }
  let line = points;
  for (let pass = 0; pass < EVENING; pass++) {
    line = line.map(([x, y], n) => {
      const near = neighbours[n];
      if (near.length < 2) return [x, y];
      const sum = (k: 0 | 1): number => near.reduce((total, other) => total + line[other][k], 0) / near.length;
      return [(x + sum(0)) / 2, (y + sum(1)) / 2];
    });
  }
  return line;
}
