import type { GrayImage } from '../../image/pixels.js';
import { chordOf, SOFT } from './chord.js';
import { eachOnBorder } from './eachOnBorder.js';
import { isOnSheet, shareSeen, STROKE, type Candidate } from './examineEdge.js';
import { deepestOf, isShallow } from './findCandidates.js';
import type { Gradient } from './findEdges.js';
import { depthOf, isParallel, SAME_DIRECTION, type HalfPlane } from './halfPlane.js';
import { toneOf } from './tones.js';

/** Share of an edge that must be seen, and its least length as a share of the shorter side. */
const SEEN_IN_DOUBT = 0.6;
const LEAST_DOUBTFUL = 0.4;
/** The largest share of the border of the picture beyond an edge that may show the sheet's tone. */
const MOST_OF_SHEET = 0.3;

/**
 * True if one of `sides` may be the edge of a surface, beside those that are known, and it cannot
 * be told.
 */
export function mayHideSurface(
  sides: readonly Candidate[],
  kept: readonly Candidate[],
  picture: GrayImage,
  gradient: Gradient,
): boolean {
  const paper = toneOf(picture, kept);
  return sides.some((side) => {
    if (kept.some((known) => isParallel(known, side) && known.from - side.from <= SOFT)) return false;
    if (isShallow(side, picture) || (kept.length > 1 && kept.every((known) => !isAligned(known, side)))) return false;
    const chord = chordOf(side, [...kept, side], picture);
    if (shareSeen(side, chord, picture, gradient, LEAST_DOUBTFUL) < SEEN_IN_DOUBT) return false;
    return !isOnSheet(side, chord, picture, paper) && !showsSheet(side, kept, picture, paper);
  });
}

/**
 * True if the sheet, of tone `paper`, goes on to the border of the picture beyond an edge: then it
 * is the edge of a stroke.
 */
function showsSheet(side: Candidate, known: readonly Candidate[], picture: GrayImage, paper: number): boolean {
  if (side.end !== undefined) return false;
  const { width, height, data } = picture;
  const soft = Math.min(SOFT, deepestOf(side, width, height) / 2);
  let [all, alike] = [0, 0];
  eachOnBorder(picture, (x, y) => {
    if (depthOf(side, x, y) <= soft || known.some((other) => depthOf(other, x, y) > -SOFT)) return;
    all++;
    if (Math.abs(data[y * width + x] - paper) < STROKE * Math.abs(side.step)) alike++;
  });
  return alike > MOST_OF_SHEET * all;
}

/** True for edges that are parallel or at a right angle, to 2 degrees, as those of a sheet are. */
function isAligned(a: HalfPlane, b: HalfPlane): boolean {
  const cosine = Math.abs(a.across * b.across + a.down * b.down);
  return cosine >= SAME_DIRECTION || cosine <= Math.sqrt(1 - SAME_DIRECTION ** 2);
}
