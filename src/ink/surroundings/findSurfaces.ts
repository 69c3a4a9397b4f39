import type { GrayImage } from '../../image/pixels.js';
import { chordOf, SOFT, toneAlong } from './chord.js';
import { isOnSheet, shareSeen, type Candidate } from './examineEdge.js';
import {
  bothSides,
  deepestOf,
  findCandidates,
  isCoarse,
  isPlain,
  isShallow,
  MOST_BEYOND,
  THICK,
} from './findCandidates.js';
import { findEdges, gradientOf, LEAST_STEP, SHORTEST, type Gradient } from './findEdges.js';
import { depthOf, isParallel, SAME_DIRECTION, type HalfPlane } from './halfPlane.js';
import { mayHaveSurfaces } from './mayHaveSurfaces.js';
import { mayHideSurface } from './mayHideSurface.js';
import { toneOf } from './tones.js';

/** Share of an edge of the sheet that must be seen: strokes may touch it, and corners are soft. */
const SEEN = 0.88;
/** The thickest line that a later step removes, as a share of the longer side. */
const THICKEST_LINE = 0.06;
/**
 * An edge with at least this share of a line's pixels is another line's, if it is at most this
 * share of the shorter side away from the border of the picture.
 */
const LEFT = 0.45;
const BESIDE_BORDER = 0.2;
/** The shortest edge of a surface that is only seen when others are left out, as a share. */
const LEAST_SECOND = 0.35;
/** Edges with at least this share of the largest step are tried without the others. */
const STRONG = 0.75;
/**
 * The smallest share of the picture that a sheet takes, and a blank one, which could be a stroke:
 * of a pen more often than of chalk.
 */
const LEAST_SHEET = 0.06;
const LEAST_BLANK = 0.35;
const LEAST_DARK_BLANK = 0.6;
/** Two edges meet in a corner if the cosine of the angle between them is at most this. */
const MOST_PARALLEL = 0.8;
/** A blank sheet has nothing further than this from its edges, in pixels. */
const EDGE = 5;

/**
 * How much of the sheet beside an edge may be soft, and how far its tone is looked at, in pixels.
 */
const WIDEST_MARGIN = 4;
const FARTHEST = 8;
/** Tones that differ by at most this share of the edge's step are the same. */
const SAME = 0.08;

export interface Surfaces {
  readonly surfaces: readonly HalfPlane[];
  /** True if it cannot be told whether something is a surface or a stroke. */
  readonly isDoubtful: boolean;
}

/**
 * Finds the plain surfaces that straight edges separate from the sheet, by a step of tone of at
 * least `leastStep`.
 */
export function findSurfaces(picture: GrayImage, leastStep = LEAST_STEP): Surfaces {
  if (!mayHaveSurfaces(picture)) return { surfaces: [], isDoubtful: false };
  const gradient = gradientOf(picture, leastStep);
  const edges = findEdges(gradient).flatMap(bothSides);
  const sides = findCandidates(edges, picture);
  let kept: Candidate[] = [];
  for (;;) {
    const plain = sides.filter((side) => !kept.includes(side) && isPlain(side, picture, gradient, kept));
    let next = plain.length === 0 ? kept : chooseMost(kept, plain, picture, gradient);
    if (next.length === kept.length) next = choosePair(kept, sides, picture, gradient);
    if (next.length === kept.length) break;
    kept = next;
  }
  kept = withoutSomeLines(kept, edges, picture);
  const judged = judge(kept, picture, gradient);
  if (judged.isDoubtful) return judged;
  const large = isCoarse(picture) ? findCandidates(edges, picture, MOST_BEYOND) : sides;
  const isDoubtful = mayHideSurface(large, kept, picture, gradient);
  return { ...judged, isDoubtful };
}

/**
 * Leaves out the bands that are as thin as printed lines if more lines are left beside the border
 * of the picture: lines are found more surely if all of them are there.
 */
function withoutSomeLines(kept: Candidate[], edges: readonly Candidate[], picture: GrayImage): Candidate[] {
  const { width, height } = picture;
  const thickest = Math.max(THICK, THICKEST_LINE * Math.max(width, height));
  const isLine = (side: Candidate): boolean =>
    side.end === undefined ? deepestOf(side, width, height) < THICK : side.end < thickest;
  const lines = kept.filter(isLine);
  const longest = lines.reduce((most, { pixels }) => Math.max(most, pixels), 0);
  const isLeft = edges.some(
    (edge) =>
      edge.pixels >= LEFT * longest &&
      deepestOf(edge, width, height) <= BESIDE_BORDER * Math.min(width, height) &&
      !kept.some((known) => isParallel(known, edge) && known.from <= edge.from + SOFT),
  );
  return lines.length > 0 && isLeft ? kept.filter((side) => !isLine(side)) : kept;
}

/**
 * Adds to the surfaces that are known those of `plain` that bound the same sheet: of all, or of
 * those with the largest steps if that gives more of them, because the edge of a stroke can hide
 * others.
 */
function chooseMost(
  known: readonly Candidate[],
  plain: readonly Candidate[],
  picture: GrayImage,
  gradient: Gradient,
): Candidate[] {
  const largest = plain.reduce((most, { step }) => Math.max(most, Math.abs(step)), 0);
  const strong = plain.filter(({ step }) => Math.abs(step) >= STRONG * largest);
  const all = choose(known, plain, picture, gradient);
  if (strong.length === plain.length) return all;
  const few = choose(known, strong, picture, gradient);
  return few.length >= all.length ? few : all;
}

/** Adds to the surfaces that are known those of `plain` that bound the same sheet. */
function choose(
  known: readonly Candidate[],
  plain: readonly Candidate[],
  picture: GrayImage,
  gradient: Gradient,
): Candidate[] {
  const shortest = known.length === 0 ? SHORTEST : LEAST_SECOND;
  let fresh = [...plain];
  for (;;) {
    // Drops those that are not seen along the whole sheet that all leave, the worst first. Of some
    // the others leave nothing as long as they are there.
    const all = [...known, ...fresh];
    let worst: Candidate | undefined;
    let least = SEEN;
    const chords = fresh.map((side) => chordOf(side, all, picture));
    fresh.forEach((side, n) => {
      if (chords[n].places.length === 0) return;
      const seen = shareSeen(side, chords[n], picture, gradient, shortest);
      if (seen < least) [worst, least] = [side, seen];
    });
    if (worst === undefined) {
      const paper = toneOf(picture, all);
      worst = fresh.find((side, n) => chords[n].places.length > 0 && isOnSheet(side, chords[n], picture, paper));
    }
    worst ??= fresh.find((side) => hidesAnother(side, known, all, picture));
    if (worst === undefined) {
      return [...known, ...fresh.filter((_, n) => chords[n].places.length > 0)];
    }
    const dropped = worst;
    fresh = fresh.filter((side) => side !== dropped);
  }
}

/**
 * True if nothing would be left of an edge that is known, and that is not parallel as a cell's
 * border is to the sheet's: a straight stroke is parallel to the edge beside it by chance alone.
 */
function hidesAnother(
  side: Candidate,
  known: readonly Candidate[],
  all: readonly Candidate[],
  picture: GrayImage,
): boolean {
  return known.some(
    (other) =>
      side.across * other.across + side.down * other.down < SAME_DIRECTION &&
      chordOf(other, all, picture).places.length === 0,
  );
}

/**
 * Adds two surfaces of different tones, of which each is only seen when the other is left out:
 * where they meet, there is an edge between them.
 */
function choosePair(
  known: readonly Candidate[],
  sides: readonly Candidate[],
  picture: GrayImage,
  gradient: Gradient,
): Candidate[] {
  const isSeenBeside = (side: Candidate, other: Candidate): boolean =>
    shareSeen(side, chordOf(side, [...known, side, other], picture), picture, gradient, LEAST_SECOND) >= SEEN;
  const fresh = sides.filter((side) => !known.includes(side));
  for (const [n, a] of fresh.entries()) {
    for (const b of fresh.slice(n + 1)) {
      if (Math.abs(a.across * b.across + a.down * b.down) > MOST_PARALLEL) continue;
      if (!isSeenBeside(a, b) || !isSeenBeside(b, a)) continue;
      if (!isPlain(a, picture, gradient, [...known, b]) || !isPlain(b, picture, gradient, [...known, a])) continue;
      const chosen = choose(known, [a, b], picture, gradient);
      if (chosen.length === known.length + 2) return chosen;
    }
  }
  return [...known];
}

/** Leaves out what may be a line or a stroke that fills the picture. */
function judge(sides: readonly Candidate[], picture: GrayImage, { x, y, least }: Gradient): Surfaces {
  if (sides.every((side) => isShallow(side, picture))) return { surfaces: [], isDoubtful: false };
  const { width, height, data } = picture;
  let sheet = 0;
  let drawn = 0;
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const depth = sides.reduce((most, side) => Math.max(most, depthOf(side, column, row)), -Infinity);
      if (depth > -SOFT) continue;
      sheet++;
      if (depth <= -EDGE && x[i] * x[i] + y[i] * y[i] >= least * least) drawn++;
    }
  }
  const share = sheet / data.length;
  const isBlank = drawn <= 4;
  const isDarker = sides.every(({ step }) => step > 0);
  if (share < LEAST_SHEET) return { surfaces: [], isDoubtful: true };
  if (sides.length > 1 && isBlank && share < (isDarker ? LEAST_DARK_BLANK : LEAST_BLANK))
    return { surfaces: [], isDoubtful: !isDarker };
  const tone = toneOf(picture, sides);
  return { surfaces: sides.map((side) => withMargin(side, sides, picture, tone)), isDoubtful: false };
}

/** An edge that is moved onto the sheet, of tone `sheet`, by as much as it is soft. */
function withMargin(side: Candidate, sides: readonly Candidate[], picture: GrayImage, sheet: number): HalfPlane {
  const chord = chordOf(side, sides, picture);
  const away = (tone: number, other: number): number => Math.abs(tone - other);
  const tones = Array.from({ length: FARTHEST }, (_, n) => toneAlong(picture, side, chord, -1 - n) ?? sheet);
  // Strokes may run along the edge, but not everywhere.
  const paper = tones.slice(2).reduce((best, tone) => (away(tone, sheet) < away(best, sheet) ? tone : best));
  const plain = tones.slice(0, WIDEST_MARGIN).findIndex((tone) => away(tone, paper) <= SAME * Math.abs(side.step));
  const margin = plain < 0 ? WIDEST_MARGIN : 1 + plain;
  return { across: side.across, down: side.down, from: side.from - margin };
}
