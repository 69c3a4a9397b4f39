import { cosineOfTurn } from '../kernels/cosineOfTurn.js';

/** How the learning rate changes during a run. */
export type ScheduleOptions =
  | { readonly type: 'constant'; readonly rate: number }
  /** The rate is multiplied by `factor` after every `every` epochs. */
  | { readonly type: 'step'; readonly rate: number; readonly every: number; readonly factor: number }
  /**
   * One cycle (Smith & Topin 2019, arXiv:1708.07120) in PyTorch's cosine form: from rate / 25 up to
   * `rate` in the first share `warmUp` of all steps, then down to rate / 250,000.
   */
  | { readonly type: 'one-cycle'; readonly rate: number; readonly warmUp: number };

const START_DIVISOR = 25;
const END_DIVISOR = 1e4;

/** Learning rate of step `step` = 0, 1, ..., totalSteps - 1; an epoch has `stepsPerEpoch` steps. */
export function learningRate(
  options: ScheduleOptions,
  step: number,
  totalSteps: number,
  stepsPerEpoch: number,
): number {
  switch (options.type) {
    case 'constant':
      return options.rate;
    case 'step': {
      let rate = options.rate;
      const drops = Math.floor(Math.floor(step / stepsPerEpoch) / options.every);
      for (let i = 0; i < drops; i++) rate *= options.factor;
      return rate;
    }
    case 'one-cycle': {
      const start = options.rate / START_DIVISOR;
      const end = start / END_DIVISOR;
      const peak = options.warmUp * totalSteps - 1;
      const last = totalSteps - 1;
      if (step <= peak) return cosine(start, options.rate, step / peak);
      return cosine(options.rate, end, last > peak ? (step - peak) / (last - peak) : 1);
    }
  }
}

function cosine(from: number, to: number, share: number): number {
  return to + ((from - to) / 2) * (cosineOfTurn(share) + 1);
}
