import type { Floats } from '../../kernels/kernels.js';
import { allocateActivations, checkMap, type Layer, type LayerContext, type LayerDefinition } from './layer.js';

/** [height, width, channels] -> [height * width * channels] */
export interface FlattenSpec {
  readonly type: 'flatten';
}

export const flattenLayer: LayerDefinition<FlattenSpec> = {
  kerasName: 'Flatten',
  fixesWidth: true,
  read: () => ({ type: 'flatten' }),
  shape(_, input, fail) {
    checkMap(input, fail);
    const [H, W, C] = input;
    return { output: [H * W * C], parameters: [], multiplyAdds: 0 };
  },
  build,
};

/** x [N, H, W, C] framed -> y [N, H * W * C]. */
function build(context: LayerContext, x: readonly Floats[], input: readonly number[]): Layer {
  const { kernels, training } = context;
  const [H, W, C] = input;
  const kernel = kernels.flatten({ H, W, C });
  const output = allocateActivations(context, [H * W * C]);
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
