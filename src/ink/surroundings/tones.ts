import type { GrayImage } from '../../image/pixels.js';
import { SOFT } from './chord.js';
import { depthOf, type HalfPlane } from './halfPlane.js';

/** The median tone of what is beyond an edge by `from` to `to` pixels. */
export function toneBetween(picture: GrayImage, side: HalfPlane, from: number, to: number): number {
  return medianTone(picture, (x, y) => {
    const depth = depthOf(side, x, y);
    return depth >= from && depth <= to;
  });
}

/** The median tone of the sheet. */
export function toneOf(picture: GrayImage, sides: readonly HalfPlane[]): number {
  return medianTone(picture, (x, y) => sides.every((side) => depthOf(side, x, y) < -SOFT));
}

/**
 * The median tone of the sheet along its edges and those of the picture, `frame` pixels wide:
 * strokes take less of it there than inside.
 */
export function toneOfFrame(picture: GrayImage, sides: readonly HalfPlane[], frame: number): number {
  const [right, bottom] = [picture.width - 1, picture.height - 1];
  return medianTone(picture, (x, y) => {
    const deepest = sides.reduce((most, side) => Math.max(most, depthOf(side, x, y)), -Infinity);
    return deepest <= 0 && (deepest >= -frame || Math.min(x, y, right - x, bottom - y) < frame);
  });
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
