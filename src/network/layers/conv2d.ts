import type { Floats } from '../../kernels/kernels.js';
import { framedLength, type Layer, type LayerContext, perLane } from './layer.js';

/** x [N, H, W, C] framed -> y [N, H, W, K] framed. */
export function conv2d(
  context: LayerContext,
  x: readonly Floats[],
  input: readonly number[],
  { filters, size }: { readonly filters: number; readonly size: 1 | 3 },
): Layer {
  const { kernels, sliceSize, training, index } = context;
  const [H, W, C] = input;
  const kernel = kernels.conv2d({ H, W, C, K: filters, size });
  const weight = context.parameter('weight');
  const bias = context.parameter('bias');
  const packed = kernels.allocate(kernel.packedLength);
  const output = perLane(context, () => kernels.allocate(framedLength(sliceSize, [H, W, filters])));
  const inputGradient =
    training && index > 0 ? perLane(context, () => kernels.allocate(framedLength(sliceSize, input))) : [];
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
        if (inputGradient.length > 0) kernel.backwardInput(dy[lane], packed, inputGradient[lane], n);
      });
    },
  };
}
