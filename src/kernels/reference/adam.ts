import type { Kernels } from '../kernels.js';
import { checkLengths } from './checkLengths.js';

/**
 * One step of Adam (Kingma & Ba 2015, arXiv:1412.6980, Algorithm 1), with decoupled weight decay
 * (Loshchilov & Hutter 2019, arXiv:1711.05101, Algorithm 2) if `decay` is above 0. m and v are the
 * running means of the gradient and of its square.
 *
 * @throws RangeError if an array ends before `end`.
 */
export const referenceAdam: Kernels['adam'] = (parameters, gradients, m, v, options, start, end) => {
  const { rate, beta1, beta2, epsilon, decay, correction1, correction2 } = options;
  checkLengths('adam', 0, { parameters: [parameters, end], gradients: [gradients, end], m: [m, end], v: [v, end] });
  for (let i = start; i < end; i++) {
    const gradient = gradients[i];
    m[i] = beta1 * m[i] + (1 - beta1) * gradient;
    v[i] = beta2 * v[i] + (1 - beta2) * gradient * gradient;
    const direction = m[i] / correction1 / (Math.sqrt(v[i] / correction2) + epsilon);
    parameters[i] -= rate * (direction + decay * parameters[i]);
  }
};
