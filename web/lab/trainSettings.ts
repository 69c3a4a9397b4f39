import { defaultAugmentation } from '../../src/training/augment/augmentation.js';
import type { Recipe } from '../../src/training/recipe.js';
import { makeRecipe } from '../../src/workflows/train/makeRecipe.js';
import type { ExampleSource } from './examples.js';

/** The settings that the user chooses before training. */
export interface TrainSettings {
  readonly source: ExampleSource;
  /** A name in `architectures`. */
  readonly architecture: string;
  readonly epochs: number;
  readonly batch: number;
  /** The highest learning rate of the one-cycle schedule. */
  readonly rate: number;
  /** Whether training pictures are rotated, warped, and their strokes thinned and thickened. */
  readonly augment: boolean;
  readonly seed: number;
  /** Null uses as many as there are. */
  readonly threads: number | null;
  /**
   * 'exact' gives the same weights on every machine; 'fast' uses the fastest kernels that work
   * here.
   */
  readonly kernels: 'exact' | 'fast';
}

export const defaultSettings: TrainSettings = {
  source: 'mnist',
  architecture: 'classic',
  epochs: 1,
  batch: 32,
  rate: 0.008,
  augment: false,
  seed: 1,
  threads: null,
  kernels: 'fast',
};

/**
 * The recipe for these settings, the same as that of `numerist train --schedule one-cycle
 * --weight-decay 0.05`.
 */
export function recipeOfSettings({ architecture, epochs, batch, rate, augment, seed }: TrainSettings): Recipe {
  return makeRecipe({
    architecture,
    epochs,
    batch,
    rate,
    seed,
    schedule: 'one-cycle',
    optimizer: 'adam',
    weightDecay: 0.05,
    augment: augment ? defaultAugmentation : undefined,
  });
}
