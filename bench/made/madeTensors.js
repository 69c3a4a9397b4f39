// @ts-check
import { createRandom, shapesOf } from '../../dist/train.js';

/**
 * @typedef {object} Tensor
 * @property {string} name as in our model files
 * @property {readonly number[]} shape
 * @property {Float32Array} values
 */

/**
 * What a vector's values lie around, and how far from it. No two kinds are alike and none is all 0
 * or all 1, so that a vector in the wrong place shows. The variance is near that of what Glorot's
 * filters make of our pictures.
 *
 * @type {Readonly<Record<string, { middle: number, limit: number }>>}
 */
const VECTORS = {
  'conv2d.bias': { middle: 0, limit: 0.05 },
  'dense.bias': { middle: 0, limit: 0.05 },
  'batchNorm.weight': { middle: 1, limit: 0.2 },
  'batchNorm.bias': { middle: 0, limit: 0.05 },
  'batchNorm.mean': { middle: 0, limit: 0.1 },
  'batchNorm.variance': { middle: 0.1, limit: 0.05 },
};

/**
 * The weights that all contenders begin with, from a seeded formula: Glorot's limits for filters
 * and dense layers.
 *
 * @param {import('./networks.js').Architecture} architecture
 * @returns {Tensor[]} in the order of the network
 */
export function madeTensors(architecture) {
  const parameters = shapesOf(architecture).flatMap((layer) => layer.parameters);
  return parameters.map(({ name, shape }, index) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const { middle, limit } = shape.length === 1 ? vectorOf(name) : { middle: 0, limit: glorotLimit(shape, size) };
    const random = createRandom(1, index);
    return {
      ...{ name, shape },
      values: Float32Array.from({ length: size }, () => middle + (random.uniform() * 2 - 1) * limit),
    };
  });
}

/** @param {string} name for instance `0.conv2d.bias` */
function vectorOf(name) {
  const kind = name.slice(name.indexOf('.') + 1);
  if (kind in VECTORS) return VECTORS[kind];
  throw new RangeError(`madeTensors: a vector must be one of ${Object.keys(VECTORS).join(', ')}. Received ${name}.`);
}

/** @param {readonly number[]} shape [K, size, size, C] or [K, C] @param {number} size number of values */
function glorotLimit(shape, size) {
  const receptiveField = shape.length === 4 ? shape[1] * shape[2] : 1;
  return Math.sqrt(6 / (size / shape[0] + shape[0] * receptiveField));
}
