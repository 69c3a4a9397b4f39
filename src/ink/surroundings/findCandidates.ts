import type { GrayImage } from '../../image/pixels.js';
import { SOFT } from './chord.js';
import { DARKEST_SHADOW, type Candidate } from './examineEdge.js';
import type { Edge, Gradient } from './findEdges.js';
import { depthOf, isParallel, SAME_DIRECTION, type HalfPlane } from './halfPlane.js';
import { toneBetween } from './tones.js';

/** The largest share of the picture that lies beyond one edge. */
export const MOST_BEYOND = 0.55;
/** How far it reaches beyond the edge at least, in pixels. */
const LEAST_DEPTH = 0.4;
/** Longer side, in pixels, of pictures in which strokes are hardly wider than edges are soft. */
const COARSE = 48;
/** A change of tone beyond an edge is of a stroke or of a thing from this share of its step on. */
const STRUCTURE = 0.35;
/** Share of the pixels beyond an edge that may be of structure all the same. */
const STRAY = 0.002;
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
/** The largest share of a surface with grain that may be of the tone of the sheet. */
const MOST_LIKE_SHEET = 0.3;
/**
 * The thinnest border of a cell, in pixels and as a share of the shorter side: thinner ones are
 * lines. In small pictures the share counts, but not for less than `LEAST_THICK` pixels.
 */
export const THICK = 2.6;
const THICK_SHARE = 0.028;
const LEAST_THICK = 1.6;
/**
 * The narrowest surface, as a share of the thinnest border: narrower ones are lines, unless there
 * is a wider one too.
 */
const SHALLOWEST = 0.85;
/** How many edges of a cell are alike: of one direction, with these shares of step and size. */
const MOST_ALIKE = 2;
const ALIKE = 0.4;
const ALIKE_LENGTH = 0.6;

/**
 * Those of both sides of all edges that may be surfaces by their size. In a small picture, in which
 * it cannot be seen whether strokes go on beyond an edge as in a shadow, they take `mostInSmall` of
 * it at most.
 */
export function findCandidates(sides: readonly Candidate[], picture: GrayImage, mostInSmall = BORDER): Candidate[] {
  return sides.filter((side) => isBesideSheet(side, picture, mostInSmall)).map((side) => endOf(side, sides, picture));
}

/** What lies beyond an edge in one direction, and in the other. */
export function bothSides({ across, down, at, step, pixels }: Edge): Candidate[] {
  return [
    { across, down, from: at, step, pixels },
    { across: -across, down: -down, from: -at, step: -step, pixels },
  ];
}

/** True for a picture in which strokes are hardly wider than edges are soft. */
export function isCoarse({ width, height }: GrayImage): boolean {
  return Math.max(width, height) < COARSE;
}

/** True if what lies beyond an edge can be a surface beside a sheet by its size. */
function isBesideSheet(side: HalfPlane, picture: GrayImage, mostInSmall: number): boolean {
  const { width, height } = picture;
  let beyond = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (depthOf(side, x, y) > 0) beyond++;
  const deepest = deepestOf(side, width, height);
  const most = isCoarse(picture) && !isDark(side, picture) ? mostInSmall : MOST_BEYOND;
  return beyond <= most * width * height && deepest >= LEAST_DEPTH;
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
export function deepestOf(side: HalfPlane, width: number, height: number): number {
  return Math.max(...[0, width - 1].flatMap((x) => [0, height - 1].map((y) => depthOf(side, x, y))));
}

/** How thick the border of a cell is at least, in pixels. */
function leastThick({ width, height }: GrayImage): number {
  return Math.min(THICK, Math.max(LEAST_THICK, THICK_SHARE * Math.min(width, height)));
}

/** True for what is too narrow for a surface: a line beside the border of the picture. */
export function isShallow(side: Candidate, picture: GrayImage): boolean {
  return deepestOf(side, picture.width, picture.height) < SHALLOWEST * leastThick(picture);
}

/**
 * The same edge with the place where its surface ends, if it is the inner edge of a cell's border.
 */
function endOf(side: Candidate, edges: readonly Candidate[], picture: GrayImage): Candidate {
  const { width, height } = picture;
  const thick = leastThick(picture);
  for (const other of edges) {
    if (other.step * side.step >= 0 || !isParallel(side, other) || other.from - side.from < thick) continue;
    if (deepestOf(other, width, height) > BORDER * Math.min(width, height)) continue;
    const end = other.from - side.from;
    return end < THICK && isRuled(side, edges) ? side : { ...side, end };
  }
  return side;
}

/** True if an edge is one of several like it: paper is ruled, a cell has two borders at most. */
function isRuled(side: Candidate, edges: readonly Candidate[]): boolean {
  const same = edges.filter(
    (other) =>
      side.across * other.across + side.down * other.down >= SAME_DIRECTION &&
      other.step / side.step >= ALIKE &&
      other.pixels >= ALIKE_LENGTH * side.pixels,
  );
  return same.length > MOST_ALIKE;
}

/** True if nothing is drawn beyond an edge, apart from grain and from what other surfaces cover. */
export function isPlain(side: Candidate, picture: GrayImage, gradient: Gradient, known: readonly HalfPlane[]): boolean {
  const { width, height, x, y, least } = gradient;
  const most = Math.max(least, STRUCTURE * Math.abs(side.step));
  const end = (side.end ?? Infinity) - SOFT;
  const reach = Math.hypot(width, height);
  const beyond = new Uint32Array(PLACES);
  const structured = new Uint32Array(PLACES);
  const sheet = toneBetween(picture, side, -BESIDE, -SOFT);
  let likeSheet = 0;
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const depth = depthOf(side, column, row);
      if (depth <= SOFT || depth >= end) continue;
      if (known.some((other) => depthOf(other, column, row) > -SOFT)) continue;
      const along = row * side.across - column * side.down;
      const place = Math.floor((PLACES * (along + reach)) / (2 * reach));
      beyond[place]++;
      if ((picture.data[i] - sheet) * Math.sign(side.step) < STRUCTURE * Math.abs(side.step)) likeSheet++;
      if (x[i] * x[i] + y[i] * y[i] >= most * most) structured[place]++;
    }
  }
  const all = beyond.reduce((sum, count) => sum + count, 0);
  if (structured.reduce((sum, count) => sum + count, 0) <= 2 + STRAY * all) return true;
  // The grain of wood or cloth is everywhere, which a drawing is not, and it leaves little of the
  // tone of the sheet, of which ruled paper has much.
  if (likeSheet > MOST_LIKE_SHEET * all) return false;
  return beyond.every((count, n) => count < all / PLACES ** 2 || structured[n] >= GRAIN * count);
}
