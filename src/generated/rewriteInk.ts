import type { GrayImage } from '../image/pixels.js';
import type { Random } from '../random.js';
import { between } from './between.js';
import { CANVAS_SIDE, drawTrack, emptyCanvas } from './canvas.js';
import { type Centreline, centrelineOf } from './centreline.js';
import { fitted } from './fitted.js';
import { createHand, type Hand, moverFor } from './hand.js';
import { THINNEST, widthToward } from './pen.js';
import { smoothStep } from './smoothStep.js';

type Points = Centreline['points'];

/** Places in each direction at which the warp of a sign is drawn. */
const KNOTS = 3;
/**
 * A sign whose width divided by height is less than this is not stretched: a 1 could become a 7.
 */
const NARROW = 0.5;

/**
 * The same sign written over by a random hand and pen: the middle of its strokes, warped, slanted
 * and stretched, and drawn with a line of another width. The picture is a canvas as `drawSign`
 * gives it; it is empty if `ink` is.
 */
export function rewriteInk(ink: GrayImage, random: Random, hand: Hand = createHand(random)): GrayImage {
  const picture = emptyCanvas();
  const { points, lines } = centrelineOf(ink);
  if (points.length === 0) return picture;
  const [box, wide] = boxed(points, hand.wide);
  const size = between(random, 32, 54);
  const place = { centreX: CANVAS_SIDE / 2, centreY: CANVAS_SIDE / 2, height: size };
  const moved = warped(box, hand, random).map(moverFor(place, wide, hand, random));
  const [[track], height] = fitted([moved], size, hand);
  const radii = radiiOf(track, lines, height, hand, random);
  for (const [from, to] of lines) drawTrack(picture, [track[from], track[to]], [radii[from], radii[to]]);
  if (lines.length === 0) drawTrack(picture, track, radii);
  return picture;
}

/** The points in a box of height 1, or of width 1 if they are wider than high; and its width. */
function boxed(points: Points, stretch: number): [box: Points, wide: number] {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const size = Math.max(1, width, height);
  const across = (width < NARROW * height ? 1 : stretch) / size;
  return [points.map(([x, y]) => [(x - left) * across, (y - top) / size] as const), width * across];
}

/** The points, each moved by a smooth random field. */
function warped(points: Points, { stray, tremor }: Hand, random: Random): Points {
  const far = stray + tremor;
  const [across, down] = [knotsOf(random), knotsOf(random)];
  return points.map(([x, y]) => [x + far * fieldAt(across, x, y), y + far * fieldAt(down, x, y)]);
}

function knotsOf(random: Random): number[] {
  return Array.from({ length: (KNOTS + 1) * (KNOTS + 1) }, () => between(random, -1.2, 1.2));
}

/** The value of a field of knots at a place in a box of side 1, level at each knot. */
function fieldAt(knots: readonly number[], x: number, y: number): number {
  const [column, row] = [x, y].map((at) => Math.min(KNOTS - 1, Math.max(0, Math.floor(at * KNOTS))));
  const [s, t] = [smoothStep(x * KNOTS - column), smoothStep(y * KNOTS - row)];
  const at = row * (KNOTS + 1) + column;
  const above = knots[at] + s * (knots[at + 1] - knots[at]);
  const below = knots[at + KNOTS + 1] + s * (knots[at + KNOTS + 2] - knots[at + KNOTS + 1]);
  return above + t * (below - above);
}

/** Half the width of the line at each point: the mean of the pen's in the directions there. */
function radiiOf(track: Points, lines: Centreline['lines'], height: number, hand: Hand, random: Random): number[] {
  const full = hand.pen.radius * height * between(random, 0.92, 1.08);
  const pressed = knotsOf(random);
  const sums = track.map(() => [0, 0]);
  for (const [from, to] of lines) {
    const [dx, dy] = [track[to][0] - track[from][0], track[to][1] - track[from][1]];
    // Which way the pen went is not known: strokes go down more often than up.
    const share = widthToward(dx, Math.abs(dy), hand.pen);
    for (const sum of [sums[from], sums[to]]) {
      sum[0] += share;
      sum[1]++;
    }
  }
  return track.map(([x, y], n) => {
    const [sum, count] = sums[n];
    const pressure = 1 + hand.pen.pressure * fieldAt(pressed, x / CANVAS_SIDE, y / CANVAS_SIDE);
    return Math.max(THINNEST, full * pressure * (count === 0 ? 1 : sum / count));
  });
}
