import type { Floats, Kernels } from '../kernels/kernels.js';

export type OptimiserOptions =
  | {
      readonly type: 'adam'; // with decay: AdamW
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      /** Decoupled weight decay on every parameter, as in PyTorch. */
      readonly decay: number;
    }
  | { readonly type: 'sgd'; readonly momentum: number; readonly decay: number };

export const adamDefaults = { type: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0 } as const;
export const sgdDefaults = { type: 'sgd', momentum: 0.9, decay: 0 } as const;

export interface Optimiser {
  /** The arrays that must be saved to continue later, by name, each [length]. */
  readonly state: ReadonlyMap<string, Floats>;
  /**
   * Applies step `step` = 1, 2, ... with learning rate `rate` to the parameters start <= i < end.
   */
  apply(parameters: Floats, gradients: Floats, step: number, rate: number, start: number, end: number): void;
}

export function createOptimiser(kernels: Kernels, length: number, options: OptimiserOptions): Optimiser {
  if (options.type === 'sgd') {
    const velocity = kernels.allocate(length);
    return {
      state: new Map([['velocity', velocity]]),
      apply(parameters, gradients, _step, rate, start, end) {
        kernels.sgd(parameters, gradients, velocity, { ...options, rate }, start, end);
      },
    };
  }
  const m = kernels.allocate(length);
  const v = kernels.allocate(length);
  return {
    state: new Map([
      ['m', m],
      ['v', v],
    ]),
    apply(parameters, gradients, step, rate, start, end) {
      const correction1 = 1 - power(options.beta1, step);
      const correction2 = 1 - power(options.beta2, step);
      kernels.adam(parameters, gradients, m, v, { ...options, rate, correction1, correction2 }, start, end);
    },
  };
}

/**
 * base^exponent by squaring. It uses only multiplications, so that every JavaScript engine gives
 * the same bits, which Math.pow does not guarantee.
 */
function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
