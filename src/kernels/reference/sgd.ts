import type { Kernels } from '../kernels.js';
import { checkLengths } from './checkLengths.js';

/**
 * One step of stochastic gradient descent with momentum as PyTorch defines it: the rate is not part
 * of the velocity.
 *
 * @throws RangeError if an array ends before `end`.
 */
export const referenceSgd: Kernels['sgd'] = (
  parameters,
  gradients,
  velocity,
  { rate, momentum, decay },
  start,
  end,
) => {
  checkLengths('sgd', 0, { parameters: [parameters, end], gradients: [gradients, end], velocity: [velocity, end] });
  for (let i = start; i < end; i++) {
    velocity[i] = momentum * velocity[i] + gradients[i] + decay * parameters[i];
    parameters[i] -= rate * velocity[i];
  }
};
