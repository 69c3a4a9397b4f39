import type { Floats } from '../../kernels/kernels.js';
import { allocateActivations, type Layer, type LayerContext, type LayerDefinition } from './layer.js';
import { readWidth } from './specField.js';

/** A fully connected layer with a bias. */
export interface DenseSpec {
  readonly type: 'dense';
  readonly units: number;
}

export const denseLayer: LayerDefinition<DenseSpec> = {
  kerasName: 'Dense',
  read: (field) => ({ type: 'dense', units: readWidth(field.field('units')) }),
  shape({ units: K }, input, fail) {
    if (input.length !== 1) throw fail('input must be flat: put a flatten or a globalAveragePool before it');
    const [C] = input;
    return {
      output: [K],
      parameters: [
        { what: 'weight', shape: [K, C], trained: true, initial: 'glorot' },
        { what: 'bias', shape: [K], trained: true, initial: 0 },
      ],
      multiplyAdds: K * C,
    };
  },
  build,
};

/** x [N, C] -> y [N, K]. */
function build(context: LayerContext, x: readonly Floats[], [C]: readonly number[], { units: K }: DenseSpec): Layer {
  const { kernels, training, index } = context;
  const kernel = kernels.dense({ C, K });
  const weight = context.parameter('weight');
  const bias = context.parameter('bias');
  const packed = kernels.allocate(kernel.packedLength);
  const output = allocateActivations(context, [K]);
  const inputGradient = training && index > 0 ? allocateActivations(context, [C]) : [];
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
