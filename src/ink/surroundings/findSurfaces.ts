import type { GrayImage } from '../../image/pixels.js';
import { chordOf, SOFT, toneAlong } from './chord.js';
import { DARKEST_SHADOW, isOnSheet, shareSeen, type Candidate } from './examineEdge.js';
import { findEdges, gradientOf, LEAST_STEP, SHORTEST, type Edge, type Gradient } from './findEdges.js';
import { depthOf, isParallel, type HalfPlane } from './halfPlane.js';

/** Share of an edge of the sheet that must be seen: strokes may touch it, and corners are soft. */
const SEEN = 0.88;
/** The same, and its least length as a share of the shorter side, for doubts whether it is one. */
const SEEN_IN_DOUBT = 0.6;
const LEAST_DOUBTFUL = 0.4;
/** The shortest edge of a surface that is only seen when others are left out, as a share. */
const LEAST_SECOND = 0.35;
/** The largest share of the picture that lies beyond one edge. */
const MOST_BEYOND = 0.55;
/**
 * The smallest share of the picture that a sheet takes, and a blank one, which could be a stroke:
 * of a pen more often than of chalk.
 */
const LEAST_SHEET = 0.06;
const LEAST_BLANK = 0.35;
const LEAST_DARK_BLANK = 0.6;
/** The least share of the picture of a sheet's box, and of that box that is filled by the sheet. */
const LEAST_BOX = 0.15;
const LEAST_FILLED = 0.5;
/** Two edges meet in a corner if the cosine of the angle between them is at most this. */
const MOST_PARALLEL = 0.8;
/** Longer side, in pixels, of pictures in which strokes are hardly wider than edges are soft. */
const COARSE = 48;
/** A blank sheet has nothing further than this from its edges, in pixels. */
const EDGE = 5;
/** A change of tone beyond an edge is of a stroke or of a thing from this share of its step on. */
const STRUCTURE = 0.35;
/** Share of the pixels beyond an edge that may be of structure all the same. */
const STRAY = 0.002;
/** The narrowest surface, in pixels: narrower ones are lines, unless there is a wider one too. */
const SHALLOWEST = 2.2;
const LEAST_DEPTH = 0.4;
/**
 * How far from the border of the picture a border of a cell ends, as a share of the shorter side.
 */
const BORDER = 0.14;
/**
 * What is beyond an edge is divided into so many places along it; grain covers at least this share
 * of each.
 */
const PLACES = 24;
/** Depth of the sheet that is compared with what is beyond, in pixels. */
const BESIDE = 8;
const GRAIN = 0.05;
/** The thinnest border of a cell, in pixels: thinner ones are lines. */
const THINNEST = 2.6;

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
  const sides = edges.filter((side) => isBesideSheet(side, picture)).map((side) => endOf(side, edges, picture));
  let kept: Candidate[] = [];
  for (;;) {
    const plain = sides.filter((side) => !kept.includes(side) && isPlain(side, picture, gradient, kept));
    let next = plain.length === 0 ? kept : choose(kept, plain, picture, gradient);
    if (next.length === kept.length) next = choosePair(kept, sides, picture, gradient);
    if (next.length === kept.length) break;
    kept = next;
  }
  const judged = judge(kept, picture, gradient);
  if (judged.isDoubtful) return judged;
  const paper = toneOf(picture, kept);
  const isDoubtful = sides.some((side) => {
    if (kept.some((known) => known === side || (isParallel(known, side) && known.from - side.from <= SOFT)))
      return false;
    const chord = chordOf(side, [...kept, side], picture);
    if (shareSeen(side, chord, picture, gradient, LEAST_DOUBTFUL) < SEEN_IN_DOUBT) return false;
    return !isOnSheet(side, chord, picture, paper);
  });
  return { ...judged, isDoubtful };
}

/**
 * False for most drawings, at little cost: their border is of one tone, and the drawing, whose
 * pixels are of another one, does not fill its box as a sheet would.
 */
function mayHaveSurfaces({ width, height, data }: GrayImage): boolean {
  let [darkest, lightest] = [data[0], data[0]];
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) {
      const value = data[y * width + x];
      if (value < darkest) darkest = value;
      else if (value > lightest) lightest = value;
    }
  }
  if (lightest - darkest >= LEAST_STEP) return true;
  let [left, right, top, bottom, other] = [width, -1, height, -1, 0];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] < lightest + LEAST_STEP && data[i] > darkest - LEAST_STEP) continue;
      other++;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  const box = Math.max(0, right - left + 1) * Math.max(0, bottom - top + 1);
  return box >= LEAST_BOX * data.length && other >= LEAST_FILLED * box;
}

function bothSides({ across, down, at, step }: Edge): Candidate[] {
  return [
    { across, down, from: at, step },
    { across: -across, down: -down, from: -at, step: -step },
  ];
}

/** True if what lies beyond an edge can be a surface beside a sheet by its size. */
function isBesideSheet(side: HalfPlane, picture: GrayImage): boolean {
  const { width, height } = picture;
  let beyond = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (depthOf(side, x, y) > 0) beyond++;
  const deepest = deepestOf(side, width, height);
  // In a small picture it cannot be seen whether strokes go on beyond an edge, as in a shadow.
  const isCoarse = Math.max(width, height) < COARSE && !isDark(side, picture);
  return beyond <= (isCoarse ? BORDER : MOST_BEYOND) * width * height && deepest >= LEAST_DEPTH;
}

/**
 * True if the tones on both sides of an edge differ more than those of paper in light and in
 * shadow.
 */
function isDark(side: HalfPlane, picture: GrayImage): boolean {
  const tones = [toneBetween(picture, side, 0.5, Infinity), toneBetween(picture, side, -BESIDE, -SOFT)];
  return Math.min(...tones) < DARKEST_SHADOW * Math.max(...tones);
}

/** How far the corners of the picture are beyond an edge at most. */
function deepestOf(side: HalfPlane, width: number, height: number): number {
  return Math.max(...[0, width - 1].flatMap((x) => [0, height - 1].map((y) => depthOf(side, x, y))));
}

/**
 * The same edge with the place where its surface ends, if it is the inner edge of a cell's border.
 */
function endOf(side: Candidate, edges: readonly Candidate[], { width, height }: GrayImage): Candidate {
  for (const other of edges) {
    if (other.step * side.step >= 0 || !isParallel(side, other) || other.from - side.from < THINNEST) continue;
    if (deepestOf(other, width, height) <= BORDER * Math.min(width, height))
      return { ...side, end: other.from - side.from };
  }
  return side;
}

/** True if nothing is drawn beyond an edge, apart from grain and from what other surfaces cover. */
function isPlain(side: Candidate, picture: GrayImage, gradient: Gradient, known: readonly HalfPlane[]): boolean {
  const { width, height, x, y, least } = gradient;
  const most = Math.max(least, STRUCTURE * Math.abs(side.step));
  const end = (side.end ?? Infinity) - SOFT;
  const reach = Math.hypot(width, height);
  const beyond = new Uint32Array(PLACES);
  const structured = new Uint32Array(PLACES);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const depth = depthOf(side, column, row);
      if (depth <= SOFT || depth >= end) continue;
      if (known.some((other) => depthOf(other, column, row) > -SOFT)) continue;
      const along = row * side.across - column * side.down;
      const place = Math.floor((PLACES * (along + reach)) / (2 * reach));
      beyond[place]++;
      if (x[i] * x[i] + y[i] * y[i] >= most * most) structured[place]++;
    }
  }
  const all = beyond.reduce((sum, count) => sum + count, 0);
  if (structured.reduce((sum, count) => sum + count, 0) <= 2 + STRAY * all) return true;
  // The grain of wood or cloth is everywhere, which a drawing is not, and most of it is of another
  // tone than the sheet, which ruled paper is not.
  const change = toneBetween(picture, side, SOFT, Infinity) - toneBetween(picture, side, -BESIDE, -SOFT);
  if (change * Math.sign(side.step) < STRUCTURE * Math.abs(side.step)) return false;
  return beyond.every((count, n) => count < all / PLACES ** 2 || structured[n] >= GRAIN * count);
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
    let all = [...known, ...fresh];
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
    if (worst === undefined) {
      all = all.filter((side) => !fresh.includes(side) || chords[fresh.indexOf(side)].places.length > 0);
      return all;
    }
    const dropped = worst;
    fresh = fresh.filter((side) => side !== dropped);
  }
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

/** The median tone of what is beyond an edge by `from` to `to` pixels. */
function toneBetween(picture: GrayImage, side: HalfPlane, from: number, to: number): number {
  return medianTone(picture, (x, y) => {
    const depth = depthOf(side, x, y);
    return depth >= from && depth <= to;
  });
}

/** The median tone of the sheet. */
function toneOf(picture: GrayImage, sides: readonly HalfPlane[]): number {
  return medianTone(picture, (x, y) => sides.every((side) => depthOf(side, x, y) < -SOFT));
}

function medianTone({ width, height, data }: GrayImage, isWanted: (x: number, y: number) => boolean): number {
  const histogram = new Uint32Array(256);
  let count = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!isWanted(x, y)) continue;
      histogram[data[i]]++;
      count++;
    }
  }
  let value = 0;
  for (let below = histogram[0]; below < count / 2; below += histogram[value]) value++;
  return value;
}

/** Leaves out what may be a line or a stroke that fills the picture. */
function judge(sides: readonly Candidate[], picture: GrayImage, { x, y, least }: Gradient): Surfaces {
  if (sides.every((side) => deepestOf(side, picture.width, picture.height) < SHALLOWEST))
    return { surfaces: [], isDoubtful: false };
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
  return { surfaces: sides.map((side) => withMargin(side, sides, picture)), isDoubtful: false };
}

/** An edge that is moved onto the sheet by as much as it is soft. */
function withMargin(side: Candidate, sides: readonly Candidate[], picture: GrayImage): HalfPlane {
  const chord = chordOf(side, sides, picture);
  const sheet = toneOf(picture, sides);
  const away = (tone: number, other: number): number => Math.abs(tone - other);
  const tones = Array.from({ length: FARTHEST }, (_, n) => toneAlong(picture, side, chord, -1 - n) ?? sheet);
  // Strokes may run along the edge, but not everywhere.
  const paper = tones.slice(2).reduce((best, tone) => (away(tone, sheet) < away(best, sheet) ? tone : best));
  const plain = tones.slice(0, WIDEST_MARGIN).findIndex((tone) => away(tone, paper) <= SAME * Math.abs(side.step));
  const margin = plain < 0 ? WIDEST_MARGIN : 1 + plain;
  return { across: side.across, down: side.down, from: side.from - margin };
}
