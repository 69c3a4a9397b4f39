import type { GrayImage } from '../../image/pixels.js';
import { depthOf, isParallel, type HalfPlane } from './halfPlane.js';

/** Pixels on both sides of an edge that its softness may take. */
export const SOFT = 2.5;
/** Pixels beyond an edge that are enough to see what is there. */
const DEEP = 6;

/** The part of an edge that bounds the sheet: what other half-planes leave of it in the picture. */
export interface Chord {
  readonly places: readonly Place[];
  /** Whether its two ends are at the border of the picture, and not at another edge. */
  readonly startsAtBorder: boolean;
  readonly endsAtBorder: boolean;
}

export interface Place {
  readonly x: number;
  readonly y: number;
  /** How many pixels of the picture lie beyond the edge here, at most 6. */
  readonly depth: number;
}

/** Walks along an edge, pixel by pixel. */
export function chordOf(edge: HalfPlane, all: readonly HalfPlane[], { width, height }: Size): Chord {
  const { across, down, from } = edge;
  const others = all.filter((other) => other !== edge);
  const reach = Math.hypot(width, height);
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const away = from - middleX * across - middleY * down;
  const isWithin = (x: number, y: number): boolean => x >= -0.5 && y >= -0.5 && x <= width - 0.5 && y <= height - 0.5;
  const places: Place[] = [];
  let startsAtBorder = true;
  let endsAtBorder = true;
  for (let t = -reach; t <= reach; t++) {
    const [x, y] = [middleX + away * across - t * down, middleY + away * down + t * across];
    if (!isWithin(x, y)) continue;
    if (others.some((other) => depthOf(other, x, y) > (isParallel(edge, other) ? 0 : -SOFT))) {
      if (places.length === 0) startsAtBorder = false;
      else endsAtBorder = false;
      continue;
    }
    let depth = 1;
    while (depth < DEEP && isWithin(x + (depth + 1) * across, y + (depth + 1) * down)) depth++;
    places.push({ x, y, depth });
  }
  return { places, startsAtBorder, endsAtBorder };
}

type Size = Pick<GrayImage, 'width' | 'height'>;

/** The tone `depth` pixels beyond a place of an edge; undefined outside of the picture. */
export function toneAt(
  { width, height, data }: GrayImage,
  { across, down }: HalfPlane,
  { x, y }: Place,
  depth: number,
): number | undefined {
  const column = Math.round(x + depth * across);
  const row = Math.round(y + depth * down);
  return column < 0 || row < 0 || column >= width || row >= height ? undefined : data[row * width + column];
}

/** The median tone `depth` pixels beyond an edge; undefined if the picture ends before. */
export function toneAlong(picture: GrayImage, edge: HalfPlane, chord: Chord, depth: number): number | undefined {
  const tones: number[] = [];
  for (const place of chord.places) {
    const tone = toneAt(picture, edge, place, depth);
    if (tone !== undefined) tones.push(tone);
  }
  return tones.sort((a, b) => a - b).at(tones.length >> 1);
}
