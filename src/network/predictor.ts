import { createWasmKernels } from '../kernels/wasm/wasmKernels.js';
import type { Architecture } from './architecture.js';
import { buildNetwork } from './network.js';
import { setTensors } from './parameters.js';
import { soloCrew } from './program.js';

export interface Predictor {
  /** Logits [n, K] of inputs [n, H, W], bytes, 0 = paper, 255 = ink. Any n. */
  predict(inputs: Uint8Array, n: number): Float32Array;
}

/**
 * A network with its weights, on one thread, ready to answer. `batch` images are taken at a time (@default 16).
 *
 * Throws RangeError where a tensor is missing or has the wrong size.
 */
export function createPredictor(
  architecture: Architecture,
  tensors: ReadonlyMap<string, Float32Array>,
  options: { readonly batch?: number } = {},
): Predictor {
  const { batch = 16 } = options;
  const build = (memory?: WebAssembly.Memory) => {
    const kernels = createWasmKernels({ shared: false, thread: 0, threads: 1, ...(memory && { memory }) });
    return { kernels, network: buildNetwork(architecture, { kernels, batch }) };
  };
  const pages = build().kernels.pages;
  const { network } = build(new WebAssembly.Memory({ initial: pages, maximum: pages }));
  setTensors(network.parameters, tensors);
  const crew = soloCrew();
  const size = network.inputs.length / batch;
  const K = network.logits.length / batch;
  return {
    predict(inputs, n) {
      if (inputs.length < n * size) {
        throw new RangeError(`predict: inputs must hold ${n} x ${size} bytes. Received ${inputs.length}.`);
      }
      const logits = new Float32Array(n * K);
      for (let first = 0; first < n; first += batch) {
        const count = Math.min(batch, n - first);
        network.inputs.set(inputs.subarray(first * size, (first + count) * size));
        network.run(network.predict, crew, count);
        logits.set(network.logits.subarray(0, count * K), first * K);
      }
      return logits;
    },
  };
}
