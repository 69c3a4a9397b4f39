import type { Floats } from '../../kernels/kernels.js';
import type { Slice } from '../program.js';
import { framedLength, type Layer, type LayerContext, perLane } from './layer.js';

/**
 * Inverted dropout (Srivastava et al. 2014, JMLR 15): in training each unit is kept with probability 1 - rate and scaled by
 * 1 / (1 - rate); in prediction nothing happens. Which units are kept depends on the step and on the image's place in the batch.
 */
export function dropout(context: LayerContext, x: readonly Floats[], input: readonly number[], rate: number): Layer {
  const { kernels, sliceSize, training } = context;
  const length = input.length === 3 ? framedLength(1, input) : input[0];
  if (!training) return { output: x, inputGradient: [], forward: () => undefined, backward: () => undefined };

  const kernel = kernels.dropout(length, rate);
  const copy = kernels.dropout(length, 0);
  const output = perLane(context, () => kernels.allocate(sliceSize * length));
  const inputGradient = perLane(context, () => kernels.allocate(sliceSize * length));
  const key = (slice: Slice): number => (context.randomKey() + slice.first * length) | 0;
  return {
    output,
    inputGradient,
    forward(program, mode) {
      program.eachSlice((slice) => {
        const { lane, n } = slice;
        if (mode === 'train') kernel(x[lane], output[lane], key(slice), n);
        else copy(x[lane], output[lane], 0, n);
      });
    },
    backward(program, dy) {
      program.eachSlice((slice) => {
        kernel(dy[slice.lane], inputGradient[slice.lane], key(slice), slice.n);
      });
    },
  };
}
