import { definedOnly } from '../definedOnly.js';
import { createMemory } from '../kernels/wasm/createMemory.js';
import type { Variant } from '../kernels/wasm/variant.js';
import { createWasmKernels } from '../kernels/wasm/wasmKernels.js';
import type { Architecture } from './architecture.js';
import { foldBatchNorm } from './foldBatchNorm.js';
import { definitionOf } from './layers/layerDefinitions.js';
import { buildNetwork, type Network } from './network.js';
import { setTensors } from './parameters.js';
import { soloCrew } from './program.js';

export interface PredictorOptions {
  /** The most images that run at once. @default 16 */
  readonly batch?: number;
  /** How the kernels multiply and add. The machine must support it. @default 'exact' */
  readonly variant?: Variant;
}

export interface PredictCall {
  /** Receives the logits; it must have room for n * K. @default a new array */
  readonly out?: Float32Array;
  /**
   * Width of these inputs. Only a network that pools globally takes another than the
   * architecture's.
   */
  readonly width?: number;
}

export interface Predictor {
  /** How the kernels multiply and add. */
  readonly variant: Variant;
  /**
   * Logits [n, K] of inputs [n, H, W], bytes, 0 = paper, 255 = ink. Any n. Throws RangeError if an
   * array is too short or the network cannot take the width.
   */
  predict(inputs: Uint8Array, n: number, options?: PredictCall): Float32Array;
}

/**
 * Compiled networks that are kept, one per width. A line of digits seldom has more widths than
 * this.
 */
const MAX_WIDTHS = 8;
/**
 * Images that go through all layers together. Larger slices need more memory and are not faster.
 */
const SLICE_SIZE = 4;
const DEFAULTS: PredictCall = {};

/**
 * A network with its weights, on one thread, ready to answer. Batch normalisation is folded into
 * the convolutions.
 *
 * Kernels are compiled for exact shapes: each width of inputs gets its own compiled network, with a
 * copy of the weights. The eight that were used last are kept.
 *
 * Throws RangeError if a tensor is missing or has the wrong size.
 */
export function createPredictor(
  architecture: Architecture,
  tensors: ReadonlyMap<string, Float32Array>,
  options: PredictorOptions = {},
): Predictor {
  const { batch = 16, variant = 'exact' } = options;
  const [height, ownWidth, channels] = architecture.input;
  const crew = soloCrew();

  const compile = (width: number): Network => {
    if (!Number.isInteger(width) || width < 1) {
      throw new RangeError(`predict: width must be an integer above 0. Received ${width}.`);
    }
    if (width !== ownWidth && architecture.layers.some((layer) => definitionOf(layer).fixesWidth)) {
      throw new RangeError(
        `predict: width must be ${ownWidth}, because the network flattens its map (globalAveragePool takes any width). Received ${width}.`,
      );
    }
    const folded = foldBatchNorm({ ...architecture, input: [height, width, channels] }, tensors);
    const build = (memory?: WebAssembly.Memory) => {
      const kernels = createWasmKernels(definedOnly({ shared: false, thread: 0, threads: 1, variant, memory }));
      const sliceSize = Math.min(batch, SLICE_SIZE);
      return { kernels, network: buildNetwork(folded.architecture, { kernels, batch, sliceSize }) };
    };
    const { pages } = build().kernels;
    const compiled = build(createMemory(pages, batch)).network;
    setTensors(compiled.parameters, folded.tensors);
    return compiled;
  };
  let width = ownWidth;
  let network = compile(width);
  const K = network.logits.length / batch;
  const networks = new Map([[width, network]]); // the one used last comes last

  const turnTo = (wanted: number): void => {
    network = networks.get(wanted) ?? compile(wanted);
    width = wanted;
    networks.delete(width);
    networks.set(width, network);
    if (networks.size <= MAX_WIDTHS) return;
    const [oldest] = networks.keys();
    networks.delete(oldest);
  };

  return {
    variant,
    predict(inputs, n, { out, width: wanted = ownWidth } = DEFAULTS) {
      if (wanted !== width) turnTo(wanted);
      const size = height * width;
      if (inputs.length < n * size) {
        throw new RangeError(`predict: inputs must hold ${n} x ${size} bytes. Received ${inputs.length}.`);
      }
      const logits = out ?? new Float32Array(n * K);
      if (logits.length < n * K) {
        throw new RangeError(`predict: out must hold ${n} x ${K} numbers. Received ${logits.length}.`);
      }
      for (let first = 0; first < n; first += batch) {
        const count = Math.min(batch, n - first);
        network.inputs.set(
          inputs.length === count * size ? inputs : inputs.subarray(first * size, (first + count) * size),
        );
        network.run(network.predict, crew, count);
        for (let i = 0; i < count * K; i++) logits[first * K + i] = network.logits[i];
      }
      return logits;
    },
  };
}
