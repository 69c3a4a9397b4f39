// @ts-check
import { message } from './protobuf.js';

/** @typedef {import('./madeTensors.js').Tensor} Tensor */
/** @typedef {import('./networks.js').Network} Network */
/** @typedef {import('./networks.js').NetworkLayer} NetworkLayer */

/** @typedef {{ operator: string, attributes?: readonly Uint8Array[], inputs?: readonly string[] }} Operation inputs: besides what comes from the layer before */

// Field numbers of onnx.proto (ONNX 1.16, IR version 8, operator set 17).
const FLOAT = 1;
const INTEGER = 2;
const INTEGERS = 7;

/**
 * A network as an ONNX file: `input` [N, channels, height, width] to `logits` [N, units], N free.
 * Throws RangeError for a type of layer that it does not know.
 *
 * @param {Network} network
 * @param {readonly Tensor[]} tensors in our layouts
 * @returns {Uint8Array}
 */
export function onnxFile({ architecture, batchNormEpsilon, layers }, tensors) {
  const operations = layers.flatMap((layer) => operationsOf(layer, batchNormEpsilon));
  const nodes = operations.map(({ operator, inputs = [], attributes = [] }, i) => {
    const from = i === 0 ? 'input' : `value${i - 1}`;
    const to = i === operations.length - 1 ? 'logits' : `value${i}`;
    return message([
      [1, [from, ...inputs]],
      [2, to],
      [4, operator],
      [5, attributes],
    ]);
  });
  const [height, width, channels] = architecture.input;
  const graph = message([
    [1, nodes],
    [2, architecture.name],
    [5, tensors.map((tensor) => tensorProto(tensor, mapBefore(layers, tensor)))],
    [11, valueInfo('input', ['N', channels, height, width])],
    [12, valueInfo('logits', ['N', ...(layers.at(-1)?.output ?? [])])],
  ]);
  return message([
    [1, 8], // IR version
    [7, graph],
    [8, message([[2, 17]])], // operator set
  ]);
}

/** @param {NetworkLayer} layer @param {number} epsilon @returns {Operation[]} */
function operationsOf({ type, size = 0, parameters }, epsilon) {
  const side = size >> 1;
  /** @type {Readonly<Record<string, readonly Operation[]>>} */
  const table = {
    conv2d: [
      {
        ...{ operator: 'Conv', inputs: parameters },
        attributes: [integers('kernel_shape', [size, size]), integers('pads', [side, side, side, side])],
      },
    ],
    batchNorm: [{ operator: 'BatchNormalization', inputs: parameters, attributes: [float('epsilon', epsilon)] }],
    relu: [{ operator: 'Relu' }],
    maxPool2d: [{ operator: 'MaxPool', attributes: [integers('kernel_shape', [2, 2]), integers('strides', [2, 2])] }],
    globalAveragePool: [{ operator: 'GlobalAveragePool' }, { operator: 'Flatten' }],
    flatten: [{ operator: 'Flatten' }],
    dense: [{ operator: 'Gemm', inputs: parameters, attributes: [integer('transB', 1)] }],
  };
  if (type in table) return [...table[type]];
  throw new RangeError(`onnxFile: a layer must be one of ${Object.keys(table).join(', ')}. Received ${type}.`);
}

/**
 * The map [height, width, channels] that was made flat for the layer of a dense weight; null for
 * other tensors, and where a global pool came before it. ONNX makes maps flat channel by channel.
 *
 * @param {readonly NetworkLayer[]} layers
 * @param {Tensor} tensor
 */
function mapBefore(layers, { name, shape }) {
  if (shape.length !== 2) return null;
  const index = layers.findIndex(({ parameters }) => parameters.includes(name));
  const nearest = layers.slice(0, index).findLast(({ type }) => type === 'flatten' || type === 'dense');
  return nearest?.type === 'flatten' ? nearest.input : null;
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

/** @param {string} name @param {number} value */
function float(name, value) {
  return message([
    [1, name],
    [2, { float: value }],
    [20, FLOAT],
  ]);
}

/**
 * @param {Tensor} tensor ours: filters [K, size, size, C]; ONNX has [K, C, size, size]
 * @param {readonly number[] | null} map see mapBefore
 */
function tensorProto({ name, shape, values }, map) {
  const [K, H, W, C] = shape.length === 4 ? shape : [shape[0], ...(map ?? [])];
  const turned = C === undefined ? values : channelsFirst([K, H * W, C], values);
  return message([
    [1, shape.length === 4 ? [K, C, H, W] : shape],
    [2, FLOAT],
    [8, name],
    [9, new Uint8Array(turned.buffer)],
  ]);
}

/** @param {readonly [K: number, cells: number, C: number]} shape @param {Float32Array} values */
function channelsFirst([K, cells, C], values) {
  const turned = new Float32Array(values.length);
  for (let k = 0; k < K; k++) {
    for (let cell = 0; cell < cells; cell++) {
      for (let c = 0; c < C; c++) turned[(k * C + c) * cells + cell] = values[(k * cells + cell) * C + c];
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
