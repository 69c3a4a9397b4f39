import type { GrayImage } from '../image/pixels.js';
import type { Random } from '../random.js';
import { CANVAS_SIDE, drawTrack, emptyCanvas } from './canvas.js';
import { between, writeByHand } from './hand.js';
import type { Skeleton, Track } from './skeleton.js';

const MIDDLE = CANVAS_SIDE / 2;

/** A picture of ink with one sign, by a random hand and a random pen. */
export function drawSign(skeleton: Skeleton, random: Random): GrayImage {
  const height = between(random, 30, 44) / Math.max(1, skeleton.aspect * 0.85);
  const place = { centreX: MIDDLE, centreY: MIDDLE, height };
  return inkTracks(writeByHand(skeleton, place, random), Math.max(height, height * skeleton.aspect), random);
}

/** Signs next to each other, touching or overlapping. */
export function drawRow(skeletons: readonly Skeleton[], random: Random): GrayImage {
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
      random,
    ),
  );
  return inkTracks(tracks, height * 1.3, random);
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

/**
 * Draws tracks with one pen, whose width suits a drawing of `size` pixels and whose pressure varies
 * from stroke to stroke.
 */
export function inkTracks(tracks: readonly Track[], size: number, random: Random): GrayImage {
  const picture = emptyCanvas();
  const pen = size * between(random, 0.022, 0.085);
  for (const track of tracks) drawTrack(picture, track, Math.max(0.6, pen * between(random, 0.85, 1.15)));
  return picture;
}
