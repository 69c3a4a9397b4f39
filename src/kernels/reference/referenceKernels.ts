import type { Kernels } from '../kernels.js';
import { adam } from './adam.js';
import { batchNorm } from './batchNorm.js';
import { conv2d } from './conv2d.js';
import { convReluPool } from './convReluPool.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { flatten } from './flatten.js';
import { fromBytes } from './fromBytes.js';
import { globalAveragePool } from './globalAveragePool.js';
import { maxPool } from './maxPool.js';
import { relu } from './relu.js';
import { sgd } from './sgd.js';
import { sumSlices } from './sumSlices.js';

/**
 * The slow implementation of the contract, which the fast one is checked against: plain loops, one
 * file per kernel, to be read beside the formula. Code here is never made faster at the price of
 * being harder to read.
 *
 * Sums inside a kernel are computed in double precision and rounded once, when they are stored.
 * 'float32' arrays hold the numbers that a fast implementation should come close to; 'float64'
 * arrays are for checking gradients by central differences. Array lengths are checked at every
 * call.
 */
export function createReferenceKernels({ precision }: { readonly precision: 'float32' | 'float64' }): Kernels {
  return {
    name: 'reference',
    allocate: (length) => (precision === 'float32' ? new Float32Array(length) : new Float64Array(length)),
    allocateIntegers: (length) => new Int32Array(length),
    allocateBytes: (length) => new Uint8Array(length),
    allocateDoubles: (length) => new Float64Array(length),
    ...{ fromBytes, conv2d, convReluPool, relu, maxPool, globalAveragePool, batchNorm, dense, flatten, dropout },
    ...{ sumSlices, adam, sgd },
  };
}
