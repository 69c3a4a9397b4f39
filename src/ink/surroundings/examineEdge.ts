import type { GrayImage } from '../../image/pixels.js';
import { toneAlong, toneAt, type Chord, type Place } from './chord.js';
import { eachOnBorder } from './eachOnBorder.js';
import { SHORTEST, type Gradient } from './findEdges.js';
import type { HalfPlane } from './halfPlane.js';

/** The shortest edge, in pixels. */
const LEAST_LENGTH = 5;
/** A change of tone of at least this share of the edge's step belongs to the edge. */
const ENOUGH = 0.4;
/** How far from the end of an edge the border of the picture shows it, in pixels. */
const NEAR_END = 10;
/** The same for an edge that runs out of the picture at a small angle. */
const NEAR_SLANTED_END = 40;
/**
 * Where the tones on both sides of an edge are looked at, in pixels: it is not softer than that.
 */
const BESIDE = 3;
/** Least change between those places, as a share of the step: a line is the same on both sides. */
const LEAST_CHANGE = 0.6;
/** The edge of a shadow is softer: less than this share of the change is in the step itself. */
const LEAST_SHARP = 0.42;
const FARTHEST = 6;
/** What is darker than this share of the lighter side is no shadow. */
export const DARKEST_SHADOW = 0.3;
/** How much of the edge, on both sides of a place, shows the tones without a stroke there. */
const AROUND = 0.25;
const LEAST_AROUND = 12;
/** A stroke on the sheet stands out by this share of the edge's step. */
export const STROKE = 0.35;
/** A stroke goes on beyond the edge if it stands out by this share of what it does on the sheet. */
const GOES_ON = 0.25;

/** A side of an edge that may be a surface. */
export interface Candidate extends HalfPlane {
  /** Tone beyond the edge minus tone within, -255..255. */
  readonly step: number;
  /** How many pixels the edge has. */
  readonly pixels: number;
  /** How far beyond the edge the surface ends, in pixels, if it is the border of a cell. */
  readonly end?: number;
}

/**
 * Share of an edge at which the tone changes as it should. 0 if it is shorter than `shortest`, a
 * share of the picture's shorter side, or does not go on to the border of the picture.
 */
export function shareSeen(
  side: Candidate,
  { places, startsAtBorder, endsAtBorder }: Chord,
  picture: GrayImage,
  gradient: Gradient,
  shortest = SHORTEST,
): number {
  const { width, height } = picture;
  const enough = Math.max(gradient.least, ENOUGH * Math.abs(side.step));
  const [first, last] = [places.at(0), places.at(-1)];
  if (startsAtBorder && first !== undefined && !changesAlongBorder(picture, first, side, enough)) return 0;
  if (endsAtBorder && last !== undefined && !changesAlongBorder(picture, last, side, enough)) return 0;
  // Where a slanted edge runs out of the picture, too little is left of the surface to be seen.
  const deepest = places.reduce((most, { depth }) => Math.max(most, depth), 0);
  const looked = places.filter(({ depth }) => depth > deepest / 2);
  if (places.length < shortest * Math.min(width, height) || looked.length < LEAST_LENGTH) return 0;
  return looked.filter((place) => isSeen(gradient, place, side, enough)).length / looked.length;
}

function isSeen({ width, height, x, y }: Gradient, place: Place, { across, down, step }: Candidate, enough: number) {
  for (const offset of [0, -1, 1, -2, 2]) {
    const column = Math.round(place.x + offset * across);
    const row = Math.round(place.y + offset * down);
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    const i = row * width + column;
    if ((x[i] * across + y[i] * down) * Math.sign(step) >= enough) return true;
  }
  return false;
}

/**
 * True if the tone changes by `least` or more along the border of the picture where an edge ends.
 */
function changesAlongBorder(
  { width, height, data }: GrayImage,
  { x, y }: Place,
  side: HalfPlane,
  least: number,
): boolean {
  // The smaller the angle between the edge and the border, the thinner is what lies between them.
  const isBeside = Math.min(x, width - 1 - x) < Math.min(y, height - 1 - y);
  const sine = Math.abs(isBeside ? side.down : side.across);
  const near = Math.min(NEAR_SLANTED_END, NEAR_END / Math.max(0.1, sine));
  let darkest = 255;
  let lightest = 0;
  eachOnBorder({ width, height }, (column, row) => {
    if (Math.max(Math.abs(column - x), Math.abs(row - y)) > near) return;
    const value = data[row * width + column];
    darkest = Math.min(darkest, value);
    lightest = Math.max(lightest, value);
  });
  return lightest - darkest >= least;
}

/**
 * True for a line, and for the edge of a stroke or of a shadow, in part or whole; `paper` is the
 * tone of the sheet.
 */
export function isOnSheet(side: Candidate, chord: Chord, picture: GrayImage, paper: number): boolean {
  const tone = (depth: number): number | undefined => toneAlong(picture, side, chord, depth);
  const within = tone(-BESIDE);
  const inside = side.end === undefined ? BESIDE : Math.max(1, Math.min(BESIDE, Math.round(side.end / 2)));
  const beyond = tone(inside) ?? tone(2) ?? tone(1);
  if (within === undefined || beyond === undefined) return true;
  const isLine = (beyond - within) * Math.sign(side.step) < LEAST_CHANGE * Math.abs(side.step);
  const isStroke = Math.abs(within - paper) > Math.abs(beyond - paper);
  const isDark = Math.min(within, beyond) < DARKEST_SHADOW * Math.max(within, beyond);
  if (isLine || isStroke || isSoft(side, tone)) return true;
  if (isDark && side.end === undefined) return false;
  const depths = side.end === undefined ? [BESIDE - 1, BESIDE] : [side.end + BESIDE];
  return depths.some((depth) => isCrossed(side, chord, picture, depth));
}

function isSoft({ step }: Candidate, tone: (depth: number) => number | undefined): boolean {
  for (let depth = 2; depth <= FARTHEST; depth++) {
    const [near, far] = [tone(-depth), tone(depth)];
    if (near === undefined || far === undefined) return false;
    if (Math.abs(step) < LEAST_SHARP * Math.abs(far - near)) return true;
  }
  return false;
}

/** True if a stroke goes on from the sheet to a place `depth` pixels beyond the edge. */
function isCrossed(side: Candidate, { places }: Chord, picture: GrayImage, depth: number): boolean {
  const within = differences(places.map((place) => toneAt(picture, side, place, -BESIDE)));
  const beyond = differences(places.map((place) => toneAt(picture, side, place, depth)));
  return within.some((ink, n) => {
    if (Math.abs(ink) < STROKE * Math.abs(side.step)) return false;
    const there = beyond.slice(Math.max(0, n - Math.ceil(depth)), n + Math.ceil(depth) + 1);
    return there.some((other) => other * Math.sign(ink) >= GOES_ON * Math.abs(ink));
  });
}

/** How far each tone is from the median of those around it; 0 where there is none. */
function differences(tones: readonly (number | undefined)[]): number[] {
  const reach = Math.max(LEAST_AROUND, Math.round(AROUND * tones.length));
  return tones.map((tone, n) => {
    const near = tones.slice(Math.max(0, n - reach), n + reach + 1).filter((other) => other !== undefined);
    const middle = near.sort((a, b) => a - b).at(near.length >> 1);
    return tone === undefined || middle === undefined ? 0 : tone - middle;
  });
}
