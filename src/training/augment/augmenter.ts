import { type Augmentation, type AugmentOptions, resolveAugmentation } from './augmentation.js';
import { createPlanner, emptyPlan } from './changePlan.js';
import { createChanger } from './createChanger.js';
import { imageKey } from './imageRandom.js';

/** Identifies the random draws of a picture. All are integers 0..2^32-1. */
export interface AugmentKey {
  readonly seed: number;
  readonly epoch: number;
  readonly row: number;
}

/** Changes pictures as a writer, a pen or a scanner might, in arrays that are allocated once. */
export interface Augmenter {
  /** The options in full, for a run's config. */
  readonly augmentation: Augmentation;
  readonly side: number;
  /**
   * Writes the changed `input` to `out`, both [side, side] bytes, 0 = paper, 255 = ink. They may be
   * the same array. `strength` 0..1 scales all changes; 0 copies the picture. @default strength 1
   *
   * Throws RangeError for other lengths and strengths.
   */
  augment(input: Uint8Array, out: Uint8Array, key: AugmentKey, strength?: number): void;
  /**
   * Changes the first `n` of `images` [n, side, side] in place, image i with the draws of rows[i].
   * The results are the same bits as those of `augment`, on any thread and in any order.
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
 * An augmenter for inputs of `side` pixels, 20..64. Each thread needs its own. Equal options give
 * equal bits on every JavaScript engine, because only arithmetic that IEEE 754 determines is used.
 * Throws RangeError for options out of range.
 */
export function createAugmenter(side: number, options: AugmentOptions = {}): Augmenter {
  if (!Number.isInteger(side) || side < 20 || side > 64) {
    throw new RangeError(`createAugmenter: side must be an integer from 20 to 64. Received ${side}.`);
  }
  const augmentation = resolveAugmentation(options);
  const draw = createPlanner(augmentation, side);
  const plan = emptyPlan();
  const applyPlan = createChanger(side, augmentation.elastic.sigma);

  const change = (
    input: Uint8Array,
    from: number,
    out: Uint8Array,
    to: number,
    key: number,
    strength: number,
  ): void => {
    draw(key, strength, plan);
    applyPlan(plan, key, input, from, out, to);
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

function checkLength(what: string, length: number, needed: number): void {
  if (length < needed)
    throw new RangeError(`augment: ${what} must have at least ${needed} values. Received ${length}.`);
}

function checkStrength(strength: number): void {
  if (!(strength >= 0 && strength <= 1)) {
    throw new RangeError(`augment: strength must be from 0 to 1. Received ${strength}.`);
  }
}
