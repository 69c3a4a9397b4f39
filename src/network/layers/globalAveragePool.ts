import type { Floats } from '../../kernels/kernels.js';
import { allocateActivations, checkMap, type Layer, type LayerContext, type LayerDefinition } from './layer.js';

/**
 * [height, width, channels] -> [channels], whatever the height and width. A network of any width
 * ends in it.
 */
export interface GlobalAveragePoolSpec {
  readonly type: 'globalAveragePool';
}

export const globalAveragePoolLayer: LayerDefinition<GlobalAveragePoolSpec> = {
  kerasName: 'GlobalAveragePooling2D',
  read: () => ({ type: 'globalAveragePool' }),
  shape(_, input, fail) {
    checkMap(input, fail);
    return { output: [input[2]], parameters: [], multiplyAdds: 0 };
  },
  build,
};

/** x [N, H, W, C] framed -> y [N, C]. */
function build(context: LayerContext, x: readonly Floats[], input: readonly number[]): Layer {
  const { kernels, training } = context;
  const [H, W, C] = input;
  const kernel = kernels.globalAveragePool({ H, W, C });
  const output = allocateActivations(context, [C]);
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
        kernel.backward(dy[lane], inputGradient[lane], n);
      });
    },
  };
}
