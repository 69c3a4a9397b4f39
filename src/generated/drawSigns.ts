import type { GrayImage } from '../image/pixels.js';
import type { Random } from '../random.js';
import { between } from './between.js';
import { CANVAS_SIDE, emptyCanvas } from './canvas.js';
import { createHand, type Hand, writeByHand } from './hand.js';
import { fitted } from './fitted.js';
import { createPen, inkTracks } from './pen.js';
import type { Skeleton, Track } from './skeleton.js';

const MIDDLE = CANVAS_SIDE / 2;

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
