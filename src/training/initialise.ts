import type { Parameters } from '../network/parameters.js';
import { createRandom } from '../random.js';

/**
 * Sets the initial values, which are the defaults of Keras: weights uniform in +-sqrt(6 / (fan in +
 * fan out)) (Glorot & Bengio 2010, AISTATS, eq. 16), biases 0, batch normalisation 1 (gamma) and 0
 * (beta), running mean 0 and variance 1. Each tensor draws from its own random stream.
 */
export function initialise(parameters: Parameters, seed: number): void {
  for (const [index, { name, shape, value }] of parameters.tensors.entries()) {
    const what = name.slice(name.lastIndexOf('.') + 1);
    if (shape.length === 1) {
      value.fill(what === 'variance' || (what === 'weight' && name.includes('batchNorm')) ? 1 : 0);
      continue;
    }
    const receptiveField = shape.length === 4 ? shape[1] * shape[2] : 1;
    const fanOut = shape[0] * receptiveField;
    const fanIn = value.length / shape[0];
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    const random = createRandom(seed, 0x1417, index);
    for (let i = 0; i < value.length; i++) value[i] = (random.uniform() * 2 - 1) * limit;
  }
  parameters.changed[0] = 1;
}
