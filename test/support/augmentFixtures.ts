import { createRandom } from '../../src/random.js';
import type { AugmentOptions } from '../../src/training/augment/augmentation.js';
import { type ChangePlan, emptyPlan } from '../../src/training/augment/changePlan.js';
import { createElasticField } from '../../src/training/augment/elasticField.js';
import { copyIntoFrame } from '../../src/training/augment/framedCopy.js';
import { findInkArea } from '../../src/training/augment/inkArea.js';
import { packWindows, resampleWarped } from '../../src/training/augment/resampleWarped.js';
import { createWarpGrid, fillWarpGrid, type WarpGrid } from '../../src/training/augment/warpGrid.js';

/** Options that switch every part off. */
export const nothing = {
  affine: { probability: 0 },
  elastic: { probability: 0 },
  stroke: { probability: 0 },
  erase: { probability: 0 },
  cut: { probability: 0 },
  contrast: { probability: 0 },
  noise: { probability: 0 },
  specks: { probability: 0 },
} satisfies AugmentOptions;

/** A picture [side, side] of random bytes, each paper with probability `paper`. */
export function randomPicture(side: number, seed: number, paper = 0.5): Uint8Array {
  const random = createRandom(seed, side);
  return Uint8Array.from({ length: side * side }, () => (random.uniform() < paper ? 0 : random.below(256)));
}

/** Bytes from rows of digits, '.' for 0 and '9' for 255. */
export function drawn(...rows: string[]): Uint8Array {
  const values = rows
    .join('')
    .split('')
    .map((sign) => (sign === '.' ? 0 : Math.round((Number(sign) * 255) / 9)));
  return Uint8Array.from(values);
}

/** `picture` [inner, inner] in the middle of paper [side, side]; `side - inner` must be even. */
export function inTheMiddle(picture: Uint8Array, side: number): Uint8Array {
  const inner = Math.sqrt(picture.length);
  const edge = (side - inner) / 2;
  const out = new Uint8Array(side * side);
  for (let row = 0; row < inner; row++) {
    out.set(picture.subarray(row * inner, (row + 1) * inner), (row + edge) * side + edge);
  }
  return out;
}

/**
 * The picture [side, side] warped as `plan` says by the fast resampling, and the grid that was
 * used.
 */
export function warp(picture: Uint8Array, side: number, plan: Partial<ChangePlan>, key = 1) {
  const grid = createWarpGrid(side);
  const area = { left: 0, top: 0, right: 0, bottom: 0 };
  const framed = new Uint8Array((side + 2) ** 2);
  const windows = new Int32Array((side + 1) ** 2);
  const out = new Uint8Array(side * side).fill(77);
  findInkArea(picture, 0, side, area);
  copyIntoFrame(picture, 0, side, area, framed);
  packWindows(framed, side, area, windows);
  fillWarpGrid({ ...emptyPlan(), ...plan }, createElasticField(grid.points, 4), key, side, grid);
  resampleWarped(windows, area, grid, side, out, 0);
  return { out, grid };
}

/** The slow counterpart of `resampleWarped`, in plain floating point. */
export function resampleSlowly(picture: Uint8Array, side: number, grid: WarpGrid): Float64Array {
  const at = (row: number, column: number): number =>
    row < 0 || column < 0 || row >= side || column >= side ? 0 : picture[row * side + column];
  const along = (values: Int32Array, row: number, column: number): number => {
    const [r, c] = [Math.floor(row / 4), Math.floor(column / 4)];
    const [v, u] = [row / 4 - r, column / 4 - c];
    const i = r * grid.points + c;
    const above = values[i] * (1 - u) + values[i + 1] * u;
    const below = values[i + grid.points] * (1 - u) + values[i + grid.points + 1] * u;
    return (above * (1 - v) + below * v) / 65536;
  };
  return Float64Array.from({ length: side * side }, (_, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    const [x, y] = [along(grid.x, row, column), along(grid.y, row, column)];
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [u, v] = [x - left, y - top];
    const above = at(top, left) * (1 - u) + at(top, left + 1) * u;
    return above * (1 - v) + (at(top + 1, left) * (1 - u) + at(top + 1, left + 1) * u) * v;
  });
}

export function inkOf(picture: ArrayLike<number>): number {
  return Array.from(picture).reduce((sum, ink) => sum + ink, 0);
}

/** Centre of mass in pixels from the top left pixel, [x, y]. */
export function centreOf(picture: Uint8Array, side: number): [number, number] {
  let [x, y] = [0, 0];
  for (const [i, ink] of picture.entries()) {
    x += ink * (i % side);
    y += ink * Math.floor(i / side);
  }
  return [x / inkOf(picture), y / inkOf(picture)];
}
