import type { Floats } from '../../kernels/kernels.js';
import { type Layer, type LayerContext, perLane } from './layer.js';

/** x [N, C] -> y [N, K]. */
export function dense(context: LayerContext, x: readonly Floats[], C: number, K: number): Layer {
  const { kernels, sliceSize, training, index } = context;
  const kernel = kernels.dense({ C, K });
  const weight = context.parameter('weight');
  const bias = context.parameter('bias');
  const packed = kernels.allocate(kernel.packedLength);
  const output = perLane(context, () => kernels.allocate(sliceSize * K));
  const inputGradient = training && index > 0 ? perLane(context, () => kernels.allocate(sliceSize * C)) : [];
  return {
    output,
    inputGradient,
    prepare() {
      kernel.pack(weight.value, packed);
    },
    forward(program) {
      program.eachSlice(({ lane, n }) => {
        kernel.forward(x[lane], packed, bias.value, output[lane], n);
      });
    },
    backward(program, dy) {
      program.eachSlice(({ index: slice, lane, n }) => {
        kernel.backwardParameters(x[lane], dy[lane], weight.gradient(slice), bias.gradient(slice), n);
        if (inputGradient.length > 0) kernel.backwardInput(dy[lane], weight.value, inputGradient[lane], n);
      });
    },
  };
}
