import type { Floats } from '../../kernels/kernels.js';
import { framedLength, type Layer, type LayerContext, perLane } from './layer.js';

/** x [N, H, W, C] framed -> y [N, C]: what a network of any width ends in. */
export function globalAveragePool(context: LayerContext, x: readonly Floats[], input: readonly number[]): Layer {
  const { kernels, sliceSize, training } = context;
  const [H, W, C] = input;
  const kernel = kernels.globalAveragePool({ H, W, C });
  const output = perLane(context, () => kernels.allocate(sliceSize * C));
  const inputGradient = training ? perLane(context, () => kernels.allocate(framedLength(sliceSize, input))) : [];
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
