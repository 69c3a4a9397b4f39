// @ts-check
import { message } from './protobuf.js';

/** @typedef {import('./madeFolder.js').Tensor} Tensor */

// Field numbers of onnx.proto (ONNX 1.16, IR version 8, operator set 17).
const FLOAT = 1;
const INTEGERS = 7;
const INTEGER = 2;

/**
 * The classic network as an ONNX file: `input` [N, 1, 28, 28] to `logits` [N, 10], N free. The last
 * map is 1x1, so that flattening it gives the same order in both layouts.
 *
 * @param {readonly Tensor[]} tensors in our order: four convolutions and two dense layers, weight before bias
 * @returns {Uint8Array}
 */
export function classicOnnx(tensors) {
  const [conv1, , conv2, , conv3, , conv4] = tensors;
  const convolutions = [conv1, conv2, conv3, conv4];
  /** @type {Uint8Array[]} */
  const nodes = [];
  let from = 'input';
  for (const { name } of convolutions) {
    const bias = name.replace('weight', 'bias');
    nodes.push(
      node('Conv', [from, name, bias], `${name}.conv`, [
        integers('kernel_shape', [3, 3]),
        integers('pads', [1, 1, 1, 1]),
      ]),
      node('Relu', [`${name}.conv`], `${name}.relu`),
      node('MaxPool', [`${name}.relu`], `${name}.pool`, [
        integers('kernel_shape', [2, 2]),
        integers('strides', [2, 2]),
      ]),
    );
    from = `${name}.pool`;
  }
  const [hidden, hiddenBias, output, outputBias] = tensors.slice(8).map(({ name }) => name);
  nodes.push(
    node('Flatten', [from], 'flat'),
    node('Gemm', ['flat', hidden, hiddenBias], 'hidden', [integer('transB', 1)]),
    node('Relu', ['hidden'], 'hidden.relu'),
    node('Gemm', ['hidden.relu', output, outputBias], 'logits', [integer('transB', 1)]),
  );
  const graph = message([
    [1, nodes],
    [2, 'classic'],
    [5, tensors.map(tensorProto)],
    [11, valueInfo('input', ['N', 1, 28, 28])],
    [12, valueInfo('logits', ['N', 10])],
  ]);
  return message([
    [1, 8], // IR version
    [7, graph],
    [8, message([[2, 17]])], // operator set
  ]);
}

/**
 * @param {string} operator
 * @param {readonly string[]} inputs
 * @param {string} output
 * @param {readonly Uint8Array[]} attributes
 */
function node(operator, inputs, output, attributes = []) {
  return message([
    [1, inputs],
    [2, output],
    [4, operator],
    [5, attributes],
  ]);
}

/** @param {string} name @param {readonly number[]} values */
function integers(name, values) {
  return message([
    [1, name],
    [8, values],
    [20, INTEGERS],
  ]);
}

/** @param {string} name @param {number} value */
function integer(name, value) {
  return message([
    [1, name],
    [3, value],
    [20, INTEGER],
  ]);
}

/** @param {Tensor} tensor ours: filters [K, 3, 3, C]; ONNX has [K, C, 3, 3] */
function tensorProto({ name, shape, values }) {
  const filters = shape.length === 4;
  const data = filters ? channelsFirst(shape, values) : values;
  const dimensions = filters ? [shape[0], shape[3], shape[1], shape[2]] : shape;
  return message([
    [1, dimensions],
    [2, FLOAT],
    [8, name],
    [9, new Uint8Array(data.buffer)],
  ]);
}

/** @param {readonly number[]} shape @param {Float32Array} values */
function channelsFirst([K, H, W, C], values) {
  const turned = new Float32Array(values.length);
  for (let k = 0; k < K; k++) {
    for (let cell = 0; cell < H * W; cell++) {
      for (let c = 0; c < C; c++) turned[(k * C + c) * H * W + cell] = values[(k * H * W + cell) * C + c];
    }
  }
  return turned;
}

/** @param {string} name @param {readonly (number | string)[]} shape a name stands for a free size */
function valueInfo(name, shape) {
  const dimensions = shape.map((side) => message([typeof side === 'number' ? [1, side] : [2, side]]));
  const tensorType = message([
    [1, FLOAT],
    [2, message([[1, dimensions]])],
  ]);
  return message([
    [1, name],
    [2, message([[1, tensorType]])],
  ]);
}
