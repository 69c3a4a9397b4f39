import type { GrayImage } from '../image/pixels.js';
import type { Random } from '../random.js';
import { between } from './between.js';
import { CANVAS_SIDE, emptyCanvas } from './canvas.js';
import { createHand, type Hand, writeByHand } from './hand.js';
import { createPen, inkTracks } from './pen.js';
import type { Skeleton, Track } from './skeleton.js';

const MIDDLE = CANVAS_SIDE / 2;

/** Free pixels between the ink of a single sign and the edges of the canvas. */
const MARGIN = 2;

/** A picture of ink with one sign. */
export function drawSign(skeleton: Skeleton, random: Random, hand: Hand = createHand(random)): GrayImage {
  const height = between(random, 32, 54);
  const tracks = writeByHand(skeleton, { centreX: MIDDLE, centreY: MIDDLE, height }, hand, random);
  return inked(...fitted(tracks, height, hand), hand, random);
}

/** Signs next to each other, touching or overlapping, by one hand. */
export function drawRow(skeletons: readonly Skeleton[], random: Random): GrayImage {
  const hand = createHand(random);
  const height = between(random, 44, 56) / skeletons.length;
  const step = height * between(random, 0.5, 1.05);
  const tracks = skeletons.flatMap((skeleton, i) =>
    writeByHand(
      skeleton,
      {
        centreX: MIDDLE + (i - (skeletons.length - 1) / 2) * step,
        centreY: MIDDLE + between(random, -0.12, 0.12) * height,
        height,
      },
      hand,
      random,
    ),
  );
  return inked(tracks, height * 1.3, hand, random);
}

/** The part of a sign on one side of a straight cut through its middle. */
export function drawFragment(skeleton: Skeleton, side: 'left' | 'right' | 'top' | 'bottom', random: Random): GrayImage {
  const picture = drawSign(skeleton, random);
  const cut = MIDDLE + Math.round(between(random, -3, 3));
  const { width, data } = picture;
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const kept = { left: x < cut, right: x >= cut, top: y < cut, bottom: y >= cut }[side];
    if (!kept) data[i] = 0;
  }
  return picture;
}

/** A picture of tracks, by a random pen that suits a drawing of `height` pixels. */
export function drawTracks(tracks: readonly Track[], height: number, random: Random): GrayImage {
  return inked(tracks, height, { pen: createPen(random) }, random);
}

function inked(tracks: readonly Track[], height: number, { pen }: Pick<Hand, 'pen'>, random: Random): GrayImage {
  const picture = emptyCanvas();
  inkTracks(picture, tracks, { pen, height }, random);
  return picture;
}

/** The tracks, moved to the middle of the canvas and made smaller if they do not fit; their height. */
function fitted(tracks: readonly Track[], height: number, { pen }: Hand): [tracks: readonly Track[], height: number] {
  const [xs, ys] = ([0, 1] as const).map((k) => tracks.flatMap((track) => track.map((point) => point[k])));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const free = CANVAS_SIDE - 2 * (MARGIN + 1.5 * pen.radius * height);
  const scale = Math.min(1, free / Math.max(wide, high));
  const moved = tracks.map((track) =>
    track.map(([x, y]) => [MIDDLE + (x - left - wide / 2) * scale, MIDDLE + (y - top - high / 2) * scale] as const),
  );
  return [moved, height * scale];
}
