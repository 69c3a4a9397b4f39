import type { Kernels } from '../kernels.js';
import { checkLength } from './checkLength.js';

/**
 * One step of stochastic gradient descent with momentum as PyTorch defines it: the rate is not part
 * of the velocity.
 *
 * @throws RangeError if an array ends before `end`.
 */
export const sgd: Kernels['sgd'] = (parameters, gradients, velocity, { rate, momentum, decay }, start, end) => {
  checkLength('sgd', 0, { parameters: [parameters, end], gradients: [gradients, end], velocity: [velocity, end] });
  for (let i = start; i < end; i++) {
    velocity[i] = momentum * velocity[i] + gradients[i] + decay * parameters[i];
    parameters[i] -= rate * velocity[i];
  }
};
