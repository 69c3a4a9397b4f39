import type { Kernels } from '../kernels.js';
import { referenceAdam } from './adam.js';
import { referenceBatchNorm } from './batchNorm.js';
import { referenceConv2d } from './conv2d.js';
import { referenceConvReluPool } from './convReluPool.js';
import { referenceDense } from './dense.js';
import { referenceDropout } from './dropout.js';
import { referenceFlatten } from './flatten.js';
import { referenceFromBytes } from './fromBytes.js';
import { referenceGlobalAveragePool } from './globalAveragePool.js';
import { referenceMaxPool } from './maxPool.js';
import { referenceRelu } from './relu.js';
import { referenceSgd } from './sgd.js';
import { referenceSumSlices } from './sumSlices.js';

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
    fromBytes: referenceFromBytes,
    conv2d: referenceConv2d,
    convReluPool: referenceConvReluPool,
    relu: referenceRelu,
    maxPool: referenceMaxPool,
    globalAveragePool: referenceGlobalAveragePool,
    batchNorm: referenceBatchNorm,
    dense: referenceDense,
    flatten: referenceFlatten,
    dropout: referenceDropout,
    sumSlices: referenceSumSlices,
    adam: referenceAdam,
    sgd: referenceSgd,
  };
}
