// @ts-check
import { loadModel } from '../../dist/node/index.js';
import { BATCH_NORM_EPSILON } from '../../dist/network/layers/batchNorm.js';
import { shapesOf } from '../../dist/train.js';

/** @typedef {import('../../dist/train.js').Architecture} Architecture */

/**
 * @typedef {object} Network what every contender builds its network from, in any language
 * @property {Architecture} architecture
 * @property {number} batchNormEpsilon
 * @property {readonly NetworkLayer[]} layers in the order in which they run
 */

/**
 * @typedef {object} NetworkLayer
 * @property {string} type as in `LayerSpec`; none is dropout
 * @property {number} [filters] of a convolution
 * @property {number} [size] of a convolution: side of its filters
 * @property {number} [units] of a dense layer
 * @property {readonly number[]} input without N: [height, width, channels] or [units]
 * @property {readonly number[]} output
 * @property {readonly string[]} parameters names of its tensors, as in our model files
 */

/** The networks that ship, by the names of their folders in `models/`. */
export const SHIPPED = /** @type {const} */ (['classic', 'standard', 'small']);

/**
 * The architecture of each network that ships, as its model file has it.
 *
 * @returns {Record<string, Architecture>}
 */
export function shippedArchitectures() {
  return Object.fromEntries(
    SHIPPED.map((name) => [name, loadModel(new URL(`../../models/${name}/`, import.meta.url)).config.architecture]),
  );
}

/**
 * An architecture with the shapes and tensors of its layers. Dropout is left out: every library
 * draws other numbers for it, so the losses could not be compared.
 *
 * @param {Architecture} given
 * @returns {Network}
 */
export function describeNetwork(given) {
  const architecture = { ...given, layers: given.layers.filter(({ type }) => type !== 'dropout') };
  const layers = shapesOf(architecture).map(({ layer, input, output, parameters }) => ({
    ...layer,
    ...{ input, output, parameters: parameters.map(({ name }) => name) },
  }));
  return { architecture, batchNormEpsilon: BATCH_NORM_EPSILON, layers };
}
