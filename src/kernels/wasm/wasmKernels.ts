import type { Kernels } from '../kernels.js';
import { createReferenceKernels } from '../reference/referenceKernels.js';
import { batchNorm } from './batchNorm.js';
import { conv2d } from './conv2d.js';
import { convReluPool } from './convReluPool.js';
import { dense } from './dense.js';
import { dropout, optimisers, relu } from './elementwise.js';
import { globalAveragePool } from './globalAveragePool.js';
import { flatten, fromBytes } from './layout.js';
import { maxPool } from './maxPool.js';
import { WasmMemory, type WasmMemoryOptions } from './memory.js';

export interface WasmKernels extends Kernels {
  /** Pages of 64 KiB that the allocations so far need. */
  readonly pages: number;
}

/**
 * The fast implementation of the contract: WebAssembly SIMD, in one of the variants. Shapes whose
 * channels are not multiples of four are left to the reference, except for an input of one channel.
 */
export function createWasmKernels(options: WasmMemoryOptions): WasmKernels {
  const memory = new WasmMemory(options);
  const reference = createReferenceKernels({ precision: 'float32' });
  const whole = (channels: number): boolean => channels % 4 === 0;
  return {
    name: options.variant ?? 'exact',
    get pages() {
      return memory.pages;
    },
    allocate: (length) => memory.floats(length),
    allocateIntegers: (length) => memory.integers(length),
    allocateBytes: (length) => memory.bytes(length),
    allocateDoubles: (length) => memory.doubles(length),
    fromBytes: (shape) => fromBytes(memory, shape),
    conv2d: (shape) =>
      whole(shape.K) && (whole(shape.C) || shape.C === 1) ? conv2d(memory, shape) : reference.conv2d(shape),
    convReluPool: (shape) =>
      whole(shape.K) && (whole(shape.C) || shape.C === 1) ? convReluPool(memory, shape) : reference.convReluPool(shape),
    relu: (length) => relu(memory, length),
    maxPool: (shape) => (whole(shape.C) ? maxPool(memory, shape) : reference.maxPool(shape)),
    globalAveragePool: (shape) =>
      whole(shape.C) ? globalAveragePool(memory, shape) : reference.globalAveragePool(shape),
    batchNorm: (shape) => (whole(shape.C) ? batchNorm(memory, shape) : reference.batchNorm(shape)),
    dense: (shape) => dense(memory, shape),
    flatten: (shape) => (whole(shape.W * shape.C) ? flatten(memory, shape) : reference.flatten(shape)),
    dropout: (length, rate) => dropout(memory, length, rate),
    ...optimisers(memory),
  };
}
