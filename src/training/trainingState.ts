import { copyTensors, setTensors } from '../network/parameters.js';
import type { Engine } from './engine.js';

export interface EpochMetrics {
  /** 1, 2, ... */
  readonly epoch: number;
  /** Mean over the epoch's batches during training, in nats. */
  readonly loss: number;
  readonly accuracy: number;
  /** Null without validation rows. */
  readonly val_loss: number | null;
  readonly val_accuracy: number | null;
  /** Learning rate of the epoch's last step. */
  readonly rate: number;
}

/**
 * The state of a run: everything that must be saved, besides the recipe and the rows, to continue
 * and end with the same weights, bit for bit.
 */
export interface TrainingState {
  readonly tensors: ReadonlyMap<string, Float32Array>;
  readonly optimiser: ReadonlyMap<string, Float32Array>;
  /**
   * The moving average of the trained parameters, as the engine keeps it; null if the recipe wants
   * none.
   */
  readonly average: Float32Array | null;
  /**
   * The tensors of the best epoch so far (averaged, if the recipe wants that); null before the end
   * of the first epoch.
   */
  readonly best: ReadonlyMap<string, Float32Array> | null;
  readonly position: Position;
}

export interface Position {
  /** Steps done in total, and in the current epoch. */
  readonly step: number;
  readonly stepInEpoch: number;
  /** Sums over the current epoch so far. */
  readonly lossSum: number;
  readonly correct: number;
  readonly bestEpoch: number;
  readonly history: readonly EpochMetrics[];
  readonly finished: boolean;
}

/** The position before the first step. */
export const START: Position = {
  step: 0,
  stepInEpoch: 0,
  lossSum: 0,
  correct: 0,
  bestEpoch: 0,
  history: [],
  finished: false,
};

/** Copies the engine's arrays; `trained` are the trained tensors, if the network holds others. */
export function captureEngine(
  { network, optimiser, average }: Engine,
  trained: ReadonlyMap<string, Float32Array> | null,
): Pick<TrainingState, 'tensors' | 'average' | 'optimiser'> {
  return {
    tensors: trained ?? copyTensors(network.parameters),
    average: average && Float32Array.from(average.values),
    optimiser: new Map([...(optimiser?.state ?? [])].map(([name, values]) => [name, Float32Array.from(values)])),
  };
}

/** Sets the engine's arrays to a saved state. Throws RangeError if it does not fit the recipe. */
export function restoreEngine({ network, optimiser, average }: Engine, state: TrainingState): void {
  setTensors(network.parameters, state.tensors);
  for (const [name, values] of optimiser?.state ?? []) {
    const saved = state.optimiser.get(name);
    if (saved?.length !== values.length)
      throw new RangeError(`checkpoint: optimiser state ${name} does not fit the recipe.`);
    values.set(saved);
  }
  if (average !== null) {
    const saved = state.average;
    if (saved?.length !== average.values.length) throw new RangeError('checkpoint: average does not fit the recipe.');
    average.values.set(saved);
  }
}
