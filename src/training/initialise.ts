import type { Parameters } from '../network/parameters.js';
import { createRandom } from '../random.js';

/**
 * Sets every tensor to its initial values, as each layer defines them (Keras' defaults). Each
 * tensor draws from a random stream of its own.
 */
export function initialise(parameters: Parameters, seed: number): void {
  for (const [index, { shape, initial, value }] of parameters.tensors.entries()) {
    if (initial !== 'glorot') {
      value.fill(initial);
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
