import type { Floats } from '../../kernels/kernels.js';
import { allocateActivations, type Layer, type LayerContext, type LayerDefinition, perLane } from './layer.js';

/** Max-pooling 2x2 with stride 2; an odd last row or column is left out. */
export interface MaxPool2dSpec {
  readonly type: 'maxPool2d';
}

export const maxPool2dLayer: LayerDefinition<MaxPool2dSpec> = {
  kerasName: 'MaxPooling2D',
  read: () => ({ type: 'maxPool2d' }),
  shape(_, input, fail) {
    const [H, W, C] = input;
    if (input.length !== 3 || H < 2 || W < 2) throw fail('input must be a map of at least 2x2');
    return { output: [H >> 1, W >> 1, C], parameters: [], multiplyAdds: 0 };
  },
  build,
};

/** x [N, H, W, C] framed -> y [N, H/2, W/2, C] framed. */
function build(context: LayerContext, x: readonly Floats[], input: readonly number[]): Layer {
  const { kernels, sliceSize, training } = context;
  const [H, W, C] = input;
  const kernel = kernels.maxPool({ H, W, C });
  const pooled = [H >> 1, W >> 1, C];
  const output = allocateActivations(context, pooled);
  const winner = training
    ? perLane(context, () => kernels.allocateIntegers(sliceSize * pooled[0] * pooled[1] * C))
    : [];
  const inputGradient = training ? allocateActivations(context, input) : [];
  return {
    output,
    inputGradient,
    forward(program, mode) {
      program.eachSlice(({ lane, n }) => {
        kernel.forward(x[lane], output[lane], mode === 'train' ? winner[lane] : null, n);
      });
    },
    backward(program, dy) {
      program.eachSlice(({ lane, n }) => {
        kernel.backward(dy[lane], winner[lane], inputGradient[lane], n);
      });
    },
  };
}
