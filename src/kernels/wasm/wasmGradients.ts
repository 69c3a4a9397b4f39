import { wasmBatchNorm } from './batchNorm.js';
import { compileConv2dGradient } from './conv2dGradient.js';
import { compileConvReluPoolGradient, compileConvReluPoolInputGradient } from './convReluPoolGradient.js';
import { wasmOptimisers } from './optimisers.js';

/**
 * The compiled work of training that is large: a reader does without it, and a page that only reads
 * does not load it. Kernels without it leave backward passes to the reference, and so they do with
 * batch normalisation, which a predictor folds into the convolution before it.
 */
export const wasmGradients = {
  conv2dParameters: compileConv2dGradient,
  convReluPoolInput: compileConvReluPoolInputGradient,
  convReluPoolParameters: compileConvReluPoolGradient,
  batchNorm: wasmBatchNorm,
  optimisers: wasmOptimisers,
};

export type WasmGradients = typeof wasmGradients;
