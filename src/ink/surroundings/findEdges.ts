import type { GrayImage } from '../../image/pixels.js';
import { measureNoise } from '../measureNoise.js';

/** Angles of the Hough transform, for directions all around. */
const ANGLES = 120;
/** The most edges that are examined. */
const MOST = 24;
/** The shortest straight edge, as a share of the shorter side. */
export const SHORTEST = 0.12;
/** The fewest pixels of an edge: softness makes each edge two or three pixels wide. */
const LEAST_PIXELS = 10;
/** Pixels whose direction differs by at most this from the edge's belong to it, as a cosine. */
const ALIGNED = 0.9;
/**
 * The least step of tone across an edge, 0..255, and the same in standard deviations of the noise.
 */
export const LEAST_STEP = 10;
const LEAST_NOISE = 5;

/** A straight edge between a darker and a lighter side: x * across + y * down = at, in pixels. */
export interface Edge {
  /** Unit vector from the darker to the lighter side. */
  readonly across: number;
  readonly down: number;
  readonly at: number;
  /** Difference of tone between its two sides, 0..255. */
  readonly step: number;
  /** How many pixels it has. */
  readonly pixels: number;
}

/** The change of tone at each pixel [height, width], as a vector from dark to light. */
export interface Gradient {
  readonly width: number;
  readonly height: number;
  readonly x: Int16Array;
  readonly y: Int16Array;
  /** Changes below this are noise. */
  readonly least: number;
}

/** I. Sobel's operator, scaled so that a step of tone between two pixels gives the step. */
export function gradientOf(picture: GrayImage, leastStep: number): Gradient {
  const { width, height, data } = picture;
  const x = new Int16Array(data.length);
  const y = new Int16Array(data.length);
  for (let row = 0, i = 0; row < height; row++) {
    const up = row > 0 ? -width : 0;
    const under = row + 1 < height ? width : 0;
    for (let column = 0; column < width; column++, i++) {
      const left = column > 0 ? -1 : 0;
      const right = column + 1 < width ? 1 : 0;
      const [a, b, c] = [data[i + up + left], data[i + up], data[i + up + right]];
      const [d, e] = [data[i + left], data[i + right]];
      const [f, g, h] = [data[i + under + left], data[i + under], data[i + under + right]];
      x[i] = (c + 2 * e + h - a - 2 * d - f) / 4;
      y[i] = (f + 2 * g + h - a - 2 * b - c) / 4;
    }
  }
  return { width, height, x, y, least: Math.max(leastStep, LEAST_NOISE * measureNoise(picture)) };
}

/** Finds the straight edges of a picture, those with the most pixels first. */
export function findEdges(gradient: Gradient): Edge[] {
  const { width, height, x, y, least } = gradient;
  const places: number[] = [];
  const angles = new Uint8Array(x.length);
  for (let i = 0; i < x.length; i++) {
    if (x[i] * x[i] + y[i] * y[i] < least * least) continue;
    places.push(i);
    angles[i] = (Math.round((Math.atan2(y[i], x[i]) * ANGLES) / (2 * Math.PI)) + ANGLES) % ANGLES;
  }
  const reach = Math.ceil(Math.hypot(width, height)) + 1;
  const bins = 2 * reach + 1;
  const votes = new Int16Array(ANGLES * bins);
  const isUsed = new Uint8Array(x.length);
  const vote = (i: number, amount: number): void => {
    const [column, row] = [i % width, Math.floor(i / width)];
    for (let k = angles[i] - 1; k <= angles[i] + 1; k++) {
      const angle = (k + ANGLES) % ANGLES;
      votes[angle * bins + Math.round(column * COS[angle] + row * SIN[angle]) + reach] += amount;
    }
  };
  for (const i of places) vote(i, 1);
  const edges: Edge[] = [];
  for (let round = 0; round < MOST; round++) {
    let best = 0;
    for (let k = 1; k < votes.length; k++) if (votes[k] > votes[best]) best = k;
    if (votes[best] < Math.max(LEAST_PIXELS, SHORTEST * Math.min(width, height))) break;
    const angle = Math.floor(best / bins);
    let line: Line = { across: COS[angle], down: SIN[angle], at: (best % bins) - reach };
    let own: number[] = [];
    for (const distance of [2, 1.6]) {
      own = places.filter((i) => isUsed[i] === 0 && isNear(gradient, i, line, distance));
      line = fit(gradient, own, line);
    }
    const taken = places.filter((i) => isUsed[i] === 0 && isNear(gradient, i, line, 2.5));
    for (const i of [...taken, ...own]) {
      if (isUsed[i] === 0) vote(i, -1);
      isUsed[i] = 1;
    }
    if (own.length === 0 && taken.length === 0) break;
    edges.push({ ...line, step: stepOf(gradient, own, line), pixels: own.length });
  }
  return edges;
}

const COS = Float64Array.from({ length: ANGLES }, (_, k) => Math.cos((2 * Math.PI * k) / ANGLES));
const SIN = Float64Array.from({ length: ANGLES }, (_, k) => Math.sin((2 * Math.PI * k) / ANGLES));

type Line = Omit<Edge, 'step' | 'pixels'>;

function isNear({ width, x, y }: Gradient, i: number, { across, down, at }: Line, distance: number): boolean {
  const away = (i % width) * across + Math.floor(i / width) * down - at;
  if (away > distance || away < -distance) return false;
  return x[i] * across + y[i] * down >= ALIGNED * Math.hypot(x[i], y[i]);
}

/** The line through the pixels with the least squares across it, each as heavy as it is strong. */
function fit({ width, x, y }: Gradient, places: readonly number[], otherwise: Line): Line {
  let [mass, sumX, sumY, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  for (const i of places) {
    const weight = Math.hypot(x[i], y[i]);
    const [column, row] = [i % width, Math.floor(i / width)];
    mass += weight;
    sumX += weight * column;
    sumY += weight * row;
    xx += weight * column * column;
    xy += weight * column * row;
    yy += weight * row * row;
  }
  if (places.length < 3) return otherwise;
  const [meanX, meanY] = [sumX / mass, sumY / mass];
  const [a, b, c] = [xx / mass - meanX * meanX, xy / mass - meanX * meanY, yy / mass - meanY * meanY];
  const along = Math.atan2(2 * b, a - c) / 2;
  let [across, down] = [-Math.sin(along), Math.cos(along)];
  if (across * otherwise.across + down * otherwise.down < 0) [across, down] = [-across, -down];
  // A short edge is too uncertain to turn far.
  if (across * otherwise.across + down * otherwise.down < 0.98) [across, down] = [otherwise.across, otherwise.down];
  return { across, down, at: meanX * across + meanY * down };
}

/** The upper quartile of the steps, which thin strokes beside the edge do not lower. */
function stepOf({ x, y }: Gradient, places: readonly number[], { across, down }: Line): number {
  const steps = places.map((i) => x[i] * across + y[i] * down).sort((a, b) => a - b);
  return steps.at(Math.floor(0.75 * steps.length)) ?? 0;
}
