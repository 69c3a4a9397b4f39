import type { Floats } from '../../kernels/kernels.js';
import { allocateActivations, type Layer, type LayerContext, perLane } from './layer.js';

/**
 * Builds conv2d 3x3, relu and maxPool2d in a row as one layer. x [N, H, W, C] framed ->
 * y [N, H/2, W/2, K] framed.
 */
export function buildConvReluPool(
  context: LayerContext,
  x: readonly Floats[],
  input: readonly number[],
  filters: number,
): Layer {
  const { kernels, sliceSize, training, index } = context;
  const [H, W, C] = input;
  const pooled = [H >> 1, W >> 1, filters];
  const kernel = kernels.convReluPool({ H, W, C, K: filters });
  const weight = context.parameter('weight');
  const bias = context.parameter('bias');
  const packed = kernels.allocate(kernel.packedLength);
  const output = allocateActivations(context, pooled);
  const window = training
    ? perLane(context, () => kernels.allocateIntegers(sliceSize * pooled[0] * pooled[1] * filters))
    : [];
  const inputGradient = training && index > 0 ? allocateActivations(context, input) : [];
  return {
    output,
    inputGradient,
    prepare() {
      kernel.pack(weight.value, packed);
    },
    forward(program, mode) {
      program.eachSlice(({ lane, n }) => {
        kernel.forward(x[lane], packed, bias.value, output[lane], mode === 'train' ? window[lane] : null, n);
      });
    },
    backward(program, dy) {
      program.eachSlice(({ index: slice, lane, n }) => {
        const dw = weight.gradient(slice);
        const db = bias.gradient(slice);
        kernel.backwardParameters(x[lane], dy[lane], window[lane], dw, db, n);
        if (inputGradient.length > 0) {
          kernel.backwardInput(dy[lane], window[lane], weight.value, inputGradient[lane], n);
        }
      });
    },
  };
}
