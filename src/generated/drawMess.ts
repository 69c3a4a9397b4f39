import type { GrayImage } from '../image/pixels.js';
import type { Random } from '../random.js';
import { between } from './between.js';
import { CANVAS_SIDE, drawTrack, emptyCanvas } from './canvas.js';
import { drawTracks } from './drawSigns.js';
import type { Track } from './skeleton.js';
import { smoothTrack } from './smoothTrack.js';

/** A meaningless line: it wanders, runs back and forth, or curls. */
export function drawScribble(random: Random): GrayImage {
  const size = between(random, 34, 56);
  const kind = random.below(3);
  const count = 7 + random.below(9);
  const [turns, lean] = [between(random, 1.5, 5), between(random, -0.3, 0.3)];
  const points = Array.from({ length: count }, (_, i): readonly [number, number] => {
    if (kind === 0) return [random.uniform(), random.uniform()];
    const along = i / (count - 1);
    if (kind === 1) return [along + between(random, -0.08, 0.08), (i % 2) * between(random, 0.6, 1) + lean * along];
    // A curl: a point that circles while it moves on.
    const [across, up] = onCircle((i * turns) / count);
    return [0.75 * along + 0.28 * across, 0.5 + between(random, 0.25, 0.45) * up];
  });
  return drawTracks([smoothTrack(points).map(onCanvas(size))], size, random);
}

/** A blot: discs that merge into each other, sometimes with a hole. */
export function drawBlot(random: Random): GrayImage {
  const picture = emptyCanvas();
  const [width, height] = [between(random, 18, 44), between(random, 14, 30)];
  for (let discs = 1 + random.below(6); discs > 0; discs--) {
    const at = [between(random, -0.5, 0.5) * width, between(random, -0.5, 0.5) * height] as const;
    const centre = [CANVAS_SIDE / 2 + at[0], CANVAS_SIDE / 2 + at[1]] as const;
    const end = [centre[0] + between(random, -8, 8), centre[1] + between(random, -8, 8)] as const;
    drawTrack(picture, [centre, end], between(random, 3, 14));
  }
  return picture;
}

/** Blocks of random ink, of one to nine pixels: from grain to a chequerboard. */
export function drawNoise(random: Random): GrayImage {
  const picture = emptyCanvas();
  const side = 1 + random.below(9);
  const [coverage, edge] = [between(random, 0.05, 0.6), Math.round(between(random, 4, 24))];
  const grey = random.uniform() < 0.5;
  for (let top = edge; top < CANVAS_SIDE - edge; top += side) {
    for (let left = edge; left < CANVAS_SIDE - edge; left += side) {
      const drawn = random.uniform() < coverage;
      const ink = grey ? random.below(256) : 255;
      for (let y = top; drawn && y < Math.min(top + side, CANVAS_SIDE - edge); y++) {
        picture.data.fill(ink, y * CANVAS_SIDE + left, y * CANVAS_SIDE + Math.min(left + side, CANVAS_SIDE - edge));
      }
    }
  }
  return picture;
}

/** An empty form: a frame, boxes side by side, rulings, a grid. */
export function drawFrame(random: Random): GrayImage {
  const size = between(random, 36, 58);
  const [columns, rows] = [random.below(4), random.below(4)];
  const height = between(random, 0.35, 1);
  const framed = random.uniform() < 0.6 || columns + rows < 2;
  const lines: Track[] = [];
  const across = (y: number): number =>
    lines.push([[0, y * height] as const, [1, y * height + between(random, -0.02, 0.02)] as const]);
  const down = (x: number): number =>
    lines.push([[x, 0] as const, [x + between(random, -0.02, 0.02), height] as const]);
  for (const edge of framed ? [0, 1] : []) {
    across(edge);
    down(edge);
  }
  for (let i = 1; i <= rows; i++) across(i / (rows + 1));
  for (let i = 1; i <= columns; i++) down(i / (columns + 1));
  return drawTracks(
    lines.map((line) => line.map(onCanvas(size, height))),
    size,
    random,
  );
}

/** Maps a box of width 1 and the given height to the middle of the canvas. */
function onCanvas(size: number, height = 1): (point: readonly [number, number]) => readonly [number, number] {
  const middle = CANVAS_SIDE / 2;
  return ([x, y]) => [middle + (x - 0.5) * size, middle + (y - height / 2) * size];
}

/**
 * The point on a circle of radius 1 after `turns` turns. It uses plain arithmetic, because Math.sin
 * may differ between JavaScript engines.
 */
function onCircle(turns: number): readonly [number, number] {
  const quarter = (turns - Math.floor(turns)) * 4;
  const t = quarter - Math.floor(quarter);
  // A quarter of a circle as a rational curve.
  const corner = Math.SQRT2 * t * (1 - t);
  const sum = (1 - t) * (1 - t) + corner + t * t;
  const [x, y] = [((1 - t) * (1 - t) + corner) / sum, (t * t + corner) / sum];
  return (
    [
      [x, y],
      [-y, x],
      [-x, -y],
      [y, -x],
    ] as const
  )[Math.floor(quarter)];
}
