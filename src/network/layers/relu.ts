import type { Floats } from '../../kernels/kernels.js';
import { framedLength, type Layer, type LayerContext, perLane } from './layer.js';

/** y = max(x, 0) on a map (frames and all) or on flat units; in place where no backward pass will ask for x. */
export function relu(context: LayerContext, x: readonly Floats[], input: readonly number[]): Layer {
  const { kernels, sliceSize, training } = context;
  const length = input.length === 3 ? framedLength(1, input) : input[0];
  const kernel = kernels.relu(length);
  const allocate = (): Floats => kernels.allocate(sliceSize * length);
  const output = training ? perLane(context, allocate) : x;
  const inputGradient = training ? perLane(context, allocate) : [];
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
