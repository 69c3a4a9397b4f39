import { INPUT_LENGTH, INPUT_SIDE } from '../../ink/mnistInput.js';
import { createAugmenter } from '../../training/augment/augmenter.js';
import type { AugmentOptions } from '../../training/augment/augmentation.js';
import { blur } from './blur.js';

/** One defined way in which pictures differ from those that a model was trained on. */
export interface Shift {
  /** In words: `turned up to 15 degrees`. */
  readonly name: string;
  /** Changes the inputs [n, 784] in place. Deterministic. */
  readonly apply: (inputs: Uint8Array) => void;
}

/** All parts of the augmentation switched off. */
const NOTHING = {
  affine: { probability: 0 },
  elastic: { probability: 0 },
  stroke: { probability: 0 },
  erase: { probability: 0 },
  cut: { probability: 0 },
  contrast: { probability: 0 },
  noise: { probability: 0 },
  specks: { probability: 0 },
} as const;
const STILL = { rotation: 0, scale: 0, stretch: 0, shear: 0, translation: 0 };

/** Keeps these draws apart from those of training. */
const SEED = 0x5b1f7;

/**
 * Small shifts, as between one hand or scanner and another. Each picture is changed by a random
 * part of the largest change.
 */
export const shifts: readonly Shift[] = [
  augmented('turned, up to 15 degrees', { affine: { ...STILL, probability: 1, rotation: 15 } }),
  augmented('larger or smaller, up to 12 %', { affine: { ...STILL, probability: 1, scale: 0.12 } }),
  augmented('slanted, up to 0.2', { affine: { ...STILL, probability: 1, shear: 0.2 } }),
  augmented('thinner, up to 0.7 pixels a side', { stroke: { probability: 1, thinner: 0.7, wider: 0 } }),
  augmented('wider, up to 0.7 pixels a side', { stroke: { probability: 1, thinner: 0, wider: 0.7 } }),
  augmented('noisy, deviation up to 40 of 255', { noise: { probability: 1, deviation: 40 } }),
  { name: 'blurred by a binomial of 3 x 3', apply: eachPicture(blur) },
];

function augmented(name: string, options: AugmentOptions): Shift {
  return {
    name,
    apply(inputs) {
      const augmenter = createAugmenter(INPUT_SIDE, { ...NOTHING, ...options });
      const n = inputs.length / INPUT_LENGTH;
      augmenter.augmentSlice(
        inputs,
        n,
        Uint32Array.from({ length: n }, (_, i) => i),
        SEED,
        1,
        1,
      );
    },
  };
}

function eachPicture(change: (input: Uint8Array) => void): (inputs: Uint8Array) => void {
  return (inputs) => {
    for (let at = 0; at < inputs.length; at += INPUT_LENGTH) change(inputs.subarray(at, at + INPUT_LENGTH));
  };
}
