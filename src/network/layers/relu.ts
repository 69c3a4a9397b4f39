import type { Floats } from '../../kernels/kernels.js';
import { activationLength, allocateActivations, type Layer, type LayerContext, type LayerDefinition } from './layer.js';

/** y = max(x, 0) */
export interface ReluSpec {
  readonly type: 'relu';
}

export const reluLayer: LayerDefinition<ReluSpec> = {
  kerasName: 'ReLU',
  read: () => ({ type: 'relu' }),
  shape: (_, input) => ({ output: input, parameters: [], multiplyAdds: 0 }),
  build,
};

/**
 * On a map (frames and all) or on flat units; in place if there will be no backward pass, which
 * needs x.
 */
function build(context: LayerContext, x: readonly Floats[], input: readonly number[]): Layer {
  const { kernels, training } = context;
  const kernel = kernels.relu(activationLength(input));
  const output = training ? allocateActivations(context, input) : x;
  const inputGradient = training ? allocateActivations(context, input) : [];
  return {
    output,
    inputGradient,
    forward(program) {
      program.eachSlice(({ lane, n }) => {
        kernel.forward(x[lane], output[lane], n);
      });
    },
    backward(program, dy) {
      program.eachSlice(({ lane, n }) => {
        kernel.backward(dy[lane], output[lane], inputGradient[lane], n);
      });
    },
  };
}
