import type { Floats } from '../../kernels/kernels.js';
import { framedLength, type Layer, type LayerContext, perLane } from './layer.js';

/** x [N, H, W, C] framed -> y [N, H/2, W/2, C] framed. */
export function maxPool2d(context: LayerContext, x: readonly Floats[], input: readonly number[]): Layer {
  const { kernels, sliceSize, training } = context;
  const [H, W, C] = input;
  const kernel = kernels.maxPool({ H, W, C });
  const pooled = [H >> 1, W >> 1, C];
  const output = perLane(context, () => kernels.allocate(framedLength(sliceSize, pooled)));
  const winner = training
    ? perLane(context, () => kernels.allocateIntegers(sliceSize * pooled[0] * pooled[1] * C))
    : [];
  const inputGradient = training ? perLane(context, () => kernels.allocate(framedLength(sliceSize, input))) : [];
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
