import type { Floats } from '../../kernels/kernels.js';
import type { Slice } from '../program.js';
import { activationLength, allocateActivations, type Layer, type LayerContext, type LayerDefinition } from './layer.js';

/**
 * Inverted dropout (Srivastava et al. 2014, JMLR 15): in training each unit is kept with
 * probability 1 - rate and scaled by 1 / (1 - rate); in prediction nothing happens. Which units are
 * kept depends on the step and on the image's place in the batch.
 */
export interface DropoutSpec {
  readonly type: 'dropout';
  /** Share of the units that are dropped, 0 <= rate < 1. */
  readonly rate: number;
}

export const dropoutLayer: LayerDefinition<DropoutSpec> = {
  kerasName: 'Dropout',
  read: (field) => ({ type: 'dropout', rate: field.field('rate').share() }),
  shape: (_, input) => ({ output: input, parameters: [], multiplyAdds: 0 }),
  build,
};

function build(context: LayerContext, x: readonly Floats[], input: readonly number[], { rate }: DropoutSpec): Layer {
  const { kernels, training } = context;
  const length = activationLength(input);
  if (!training) return { output: x, inputGradient: [], forward: () => undefined, backward: () => undefined };

  const kernel = kernels.dropout(length, rate);
  const copy = kernels.dropout(length, 0);
  const output = allocateActivations(context, input);
  const inputGradient = allocateActivations(context, input);
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
