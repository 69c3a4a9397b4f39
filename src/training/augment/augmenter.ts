import { type Augmentation, type AugmentOptions, resolveAugmentation } from './augmentation.js';
import { changeGrey, createNoise } from './changeGrey.js';
import { changeStroke } from './changeStroke.js';
import { type ChangePlan, createPlanner, emptyPlan } from './changePlan.js';
import { createElasticField } from './elasticField.js';
import { copyFromFrame, copyIntoFrame } from './framedCopy.js';
import { imageKey } from './imageRandom.js';
import { findInkArea, growArea, type InkArea } from './inkArea.js';
import { packWindows, resampleWarped } from './resampleWarped.js';
import { createWarpGrid, fillWarpGrid } from './warpGrid.js';

/** Which draws a picture gets, all integers 0..2^32-1. */
export interface AugmentKey {
  readonly seed: number;
  readonly epoch: number;
  readonly row: number;
}

/** Changes pictures as a writer, a pen or a scan might have, in arrays that are made once. */
export interface Augmenter {
  /** The options in full, for a run's config. */
  readonly augmentation: Augmentation;
  readonly side: number;
  /**
   * Writes the changed `input` to `out`, both [side, side] bytes, 0 = paper, 255 = ink; they may be the same array.
   * `strength` 0..1 scales all changes; 0 copies. @default strength 1
   *
   * Throws RangeError for other lengths and strengths.
   */
  augment(input: Uint8Array, out: Uint8Array, key: AugmentKey, strength?: number): void;
  /**
   * Changes the first `n` of `images` [n, side, side] in place, image i with the draws of rows[i]. The bits are those of
   * `augment`, whoever calls it and in whichever order.
   */
  augmentSlice(
    images: Uint8Array,
    n: number,
    rows: ArrayLike<number>,
    seed: number,
    epoch: number,
    strength: number,
  ): void;
}

/**
 * An augmenter for inputs of `side` pixels, 20..64; each thread needs its own. Equal options give equal bits on every
 * engine: only arithmetic that IEEE 754 determines is used. Throws RangeError for options out of range.
 */
export function createAugmenter(side: number, options: AugmentOptions = {}): Augmenter {
  if (!Number.isInteger(side) || side < 20 || side > 64) {
    throw new RangeError(`createAugmenter: side must be an integer from 20 to 64. Received ${side}.`);
  }
  const augmentation = resolveAugmentation(options);
  const draw = createPlanner(augmentation, side);
  const plan = emptyPlan();
  const area: InkArea = { left: 0, top: 0, right: 0, bottom: 0 };
  const grid = createWarpGrid(side);
  const field = createElasticField(grid.points, augmentation.elastic.sigma);
  const noise = createNoise();
  const framedLength = (side + 2) * (side + 2);
  const framed = new Uint8Array(framedLength); // one pixel of paper around the picture
  const stroked = new Uint8Array(framedLength);
  const scratch = new Uint8Array(framedLength);
  const windows = new Int32Array((side + 1) * (side + 1));

  const change = (
    input: Uint8Array,
    from: number,
    out: Uint8Array,
    to: number,
    key: number,
    strength: number,
  ): void => {
    draw(key, strength, plan);
    findInkArea(input, from, side, area);
    copyIntoFrame(input, from, side, area, framed);
    let pen = framed;
    if (plan.stroke !== 0) {
      if (plan.stroke > 0) growArea(area, side);
      stroked.fill(0);
      changeStroke(framed, side, area, plan.stroke, scratch, stroked);
      pen = stroked;
    }
    if (moves(plan)) {
      packWindows(pen, side, area, windows);
      fillWarpGrid(plan, field, key, side, grid);
      resampleWarped(windows, area, grid, side, out, to);
    } else copyFromFrame(pen, side, area, out, to);
    changeGrey(plan, key, noise, side, out, to);
  };

  return {
    augmentation,
    side,
    augment(input, out, { seed, epoch, row }, strength = 1) {
      checkLength('input', input.length, side * side);
      checkLength('out', out.length, side * side);
      checkStrength(strength);
      change(input, 0, out, 0, imageKey(seed, epoch, row), strength);
    },
    augmentSlice(images, n, rows, seed, epoch, strength) {
      checkLength('images', images.length, n * side * side);
      checkLength('rows', rows.length, n);
      checkStrength(strength);
      for (let i = 0; i < n; i++) {
        const at = i * side * side;
        change(images, at, images, at, imageKey(seed, epoch, rows[i]), strength);
      }
    },
  };
}

function moves(plan: ChangePlan): boolean {
  return (
    plan.rotation !== 0 ||
    plan.scaleX !== 1 ||
    plan.scaleY !== 1 ||
    plan.shear !== 0 ||
    plan.translationX !== 0 ||
    plan.translationY !== 0 ||
    plan.displacement !== 0
  );
}

function checkLength(what: string, length: number, needed: number): void {
  if (length < needed)
    throw new RangeError(`augment: ${what} must have at least ${needed} values. Received ${length}.`);
}

function checkStrength(strength: number): void {
  if (!(strength >= 0 && strength <= 1)) {
    throw new RangeError(`augment: strength must be from 0 to 1. Received ${strength}.`);
  }
}
