import type { Floats, Kernels } from '../kernels/kernels.js';

/**
 * Makes the model a moving average of the weights of the last steps instead of the last weights.
 */
export interface AverageOptions {
  /**
   * Share of the average that is kept at each step, 0..1 (1 not included). 0.998 reaches back about
   * 500 steps.
   */
  readonly decay: number;
}

/**
 * Share of the new weights in the average at step 1, 2, .... It is 1 at the first step, so that the
 * average needs no initial value, and then 9 / (8 + step), which reaches back over a ninth of all
 * steps so far, until 1 - decay is larger. (This is the decay (1 + t) / (10 + t), with t from 0,
 * that TensorFlow's ExponentialMovingAverage offers for the same purpose.)
 */
export function averageShare(decay: number, step: number): number {
  return Math.max(1 - decay, 9 / (8 + step));
}

export interface Average {
  /**
   * [length]: the average of the trained parameters (Polyak & Juditsky 1992, with exponential
   * weights).
   */
  readonly values: Floats;
  /** Updates the average after step `step` = 1, 2, ..., for the parameters start <= i < end. */
  update(parameters: Floats, step: number, start: number, end: number): void;
}

export function createAverage(kernels: Kernels, length: number, { decay }: AverageOptions): Average {
  const values = kernels.allocate(length);
  return {
    values,
    update(parameters, step, start, end) {
      const share = averageShare(decay, step);
      for (let i = start; i < end; i++) values[i] += share * (parameters[i] - values[i]);
    },
  };
}
