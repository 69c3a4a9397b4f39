import type { Kernels } from '../kernels.js';
import { createReferenceKernels } from '../reference/referenceKernels.js';
import { wasmConv2d } from './conv2d.js';
import { wasmConvReluPool } from './convReluPool.js';
import { wasmDense } from './dense.js';
import { wasmDropout, wasmRelu } from './elementwise.js';
import { wasmGlobalAveragePool } from './globalAveragePool.js';
import { wasmFlatten, wasmFromBytes } from './layout.js';
import { wasmMaxPool } from './maxPool.js';
import { WasmMemory, type WasmMemoryOptions } from './memory.js';
import type { WasmGradients } from './wasmGradients.js';

export interface WasmKernels extends Kernels {
  /** Pages of 64 KiB that the allocations so far need. */
  readonly pages: number;
}

/**
 * The fast implementation of the contract: WebAssembly SIMD, in one of the variants. Shapes whose
 * channels are not multiples of four are left to the reference, except for an input of one channel.
 * Training needs `gradients`; without them, backward passes, optimisers and batch normalisation are
 * the reference's.
 */
export function createWasmKernels(options: WasmMemoryOptions, gradients: WasmGradients | null = null): WasmKernels {
  const memory = new WasmMemory(options);
  const reference = createReferenceKernels({ precision: 'float32' });
  const whole = (channels: number): boolean => channels % 4 === 0;
  return {
    ...reference,
    name: options.variant ?? 'exact',
    get pages() {
      return memory.pages;
    },
    allocate: (length) => memory.floats(length),
    allocateIntegers: (length) => memory.integers(length),
    allocateBytes: (length) => memory.bytes(length),
    allocateDoubles: (length) => memory.doubles(length),
    fromBytes: (shape) => wasmFromBytes(memory, shape),
    conv2d: (shape) =>
      whole(shape.K) && (whole(shape.C) || shape.C === 1)
        ? wasmConv2d(memory, shape, gradients)
        : reference.conv2d(shape),
    convReluPool: (shape) =>
      whole(shape.K) && (whole(shape.C) || shape.C === 1)
        ? wasmConvReluPool(memory, shape, gradients)
        : reference.convReluPool(shape),
    relu: (length) => wasmRelu(memory, length),
    maxPool: (shape) => (whole(shape.C) ? wasmMaxPool(memory, shape) : reference.maxPool(shape)),
    globalAveragePool: (shape) =>
      whole(shape.C) ? wasmGlobalAveragePool(memory, shape) : reference.globalAveragePool(shape),
    batchNorm: (shape) =>
      whole(shape.C) && gradients !== null ? gradients.batchNorm(memory, shape) : reference.batchNorm(shape),
    dense: (shape) => wasmDense(memory, shape),
    flatten: (shape) => (whole(shape.W * shape.C) ? wasmFlatten(memory, shape) : reference.flatten(shape)),
    dropout: (length, rate) => wasmDropout(memory, length, rate),
    ...gradients?.optimisers(memory),
  };
}
