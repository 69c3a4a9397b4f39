import type { Floats } from '../../kernels/kernels.js';
import { allocateActivations, checkMap, type Layer, type LayerContext, type LayerDefinition } from './layer.js';
import { readWidth } from './specField.js';

/** A convolution with stride 1, 'same' padding and a bias. */
export interface Conv2dSpec {
  readonly type: 'conv2d';
  readonly filters: number;
  /** Side of the square filters. */
  readonly size: 1 | 3;
}

export const conv2dLayer: LayerDefinition<Conv2dSpec> = {
  kerasName: 'Conv2D',
  read: (field) => ({
    type: 'conv2d',
    filters: readWidth(field.field('filters')),
    size: field.field('size').oneOf([1, 3]),
  }),
  shape({ filters: K, size }, input, fail) {
    checkMap(input, fail);
    const [H, W, C] = input;
    return {
      output: [H, W, K],
      parameters: [
        { what: 'weight', shape: [K, size, size, C], trained: true, initial: 'glorot' },
        { what: 'bias', shape: [K], trained: true, initial: 0 },
      ],
      multiplyAdds: H * W * K * size * size * C,
    };
  },
  build,
};

/** x [N, H, W, C] framed -> y [N, H, W, K] framed. */
function build(
  context: LayerContext,
  x: readonly Floats[],
  input: readonly number[],
  { filters, size }: Conv2dSpec,
): Layer {
  const { kernels, training, index } = context;
  const [H, W, C] = input;
  const kernel = kernels.conv2d({ H, W, C, K: filters, size });
  const weight = context.parameter('weight');
  const bias = context.parameter('bias');
  const packed = kernels.allocate(kernel.packedLength);
  const output = allocateActivations(context, [H, W, filters]);
  const inputGradient = training && index > 0 ? allocateActivations(context, input) : [];
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
