import type { Dataset } from '../datasets/dataset.js';
import { softmaxCrossEntropy } from '../kernels/softmaxCrossEntropy.js';
import type { Architecture } from '../network/architecture.js';
import { copyTensors, setTensors } from '../network/parameters.js';
import type { Variant } from '../kernels/wasm/variant.js';
import type { Augmentation } from './augment/augmentation.js';
import { createEngine, type Engine, type Launch } from './engine.js';
import { initialise } from './initialise.js';
import type { OptimiserOptions } from './optimiser.js';
import { createRandom } from './random.js';
import { learningRate, type ScheduleOptions } from './schedule.js';

/** Everything that determines the weights that come out, given the data. */
export interface Recipe {
  readonly architecture: Architecture;
  readonly epochs: number;
  readonly batch: number;
  readonly optimiser: OptimiserOptions;
  readonly schedule: ScheduleOptions;
  /** Stops after this many epochs in a row without a better one; null never does. */
  readonly patience: number | null;
  /** 0..2^32-1: initial weights, order of the images, dropout, changes of the pictures. */
  readonly seed: number;
  /** How training pictures are changed; null or missing: not at all. */
  readonly augmentation?: Augmentation | null;
}

export interface TrainerOptions {
  readonly recipe: Recipe;
  readonly data: Pick<Dataset, 'labels' | 'readInputs'>;
  /** Rows of `data` to train on; at least one. */
  readonly trainRows: Uint32Array;
  /** Rows to validate on after each epoch; may be empty. */
  readonly validationRows: Uint32Array;
  /** @default 1 */
  readonly threads?: number;
  /** How the kernels multiply and add. @default 'exact' */
  readonly variant?: Variant;
  /** Starts worker threads; needed for more than one. */
  readonly launch?: Launch;
  /** Where to go on from; without it, training begins anew. */
  readonly state?: TrainingState;
}

export interface EpochMetrics {
  /** 1, 2, ... */
  readonly epoch: number;
  /** Mean over the epoch's batches as they were trained on, in nats. */
  readonly loss: number;
  readonly accuracy: number;
  /** Null without validation rows. */
  readonly val_loss: number | null;
  readonly val_accuracy: number | null;
  /** Learning rate of the epoch's last step. */
  readonly rate: number;
}

/** Where a run is: all that must be saved, beside the recipe and the rows, to end with the same weights bit for bit. */
export interface TrainingState {
  readonly tensors: ReadonlyMap<string, Float32Array>;
  readonly optimiser: ReadonlyMap<string, Float32Array>;
  /** The tensors of the best epoch so far; null before the first epoch has ended. */
  readonly best: ReadonlyMap<string, Float32Array> | null;
  readonly position: Position;
}

export interface Position {
  /** Steps done in all, and in the current epoch. */
  readonly step: number;
  readonly stepInEpoch: number;
  /** Sums over the current epoch so far. */
  readonly lossSum: number;
  readonly correct: number;
  readonly bestEpoch: number;
  readonly history: readonly EpochMetrics[];
  readonly finished: boolean;
}

export type Progress =
  | {
      readonly type: 'step';
      readonly epoch: number;
      /** 1..steps, within the epoch. */
      readonly step: number;
      readonly steps: number;
      /** Images trained on in this epoch so far. */
      readonly images: number;
      /** Means over the epoch so far. */
      readonly loss: number;
      readonly accuracy: number;
    }
  | { readonly type: 'validation'; readonly epoch: number; readonly images: number; readonly of: number }
  | { readonly type: 'epoch'; readonly metrics: EpochMetrics; readonly best: boolean };

export interface Trainer {
  readonly engine: Engine;
  readonly stepsPerEpoch: number;
  /** Trains when it is iterated: each step, validation batch and epoch is one item. Stop iterating to pause. */
  readonly progress: Generator<Progress, void>;
  /** A copy of where training is; call it between two items of `progress`. */
  state(): TrainingState;
  close(): void;
}

const SHUFFLE = 0x5f0e;

/**
 * Trains a network. The order of the images depends on seed and epoch alone, so that training can be taken up anywhere.
 *
 * Throws RangeError for recipes that make no sense, and where `state` does not fit the recipe.
 */
export function createTrainer(options: TrainerOptions): Trainer {
  const { recipe, data, trainRows, validationRows, threads = 1, variant = 'exact', launch } = options;
  checkRecipe(recipe, trainRows.length);
  const { batch, epochs, seed } = recipe;
  const stepsPerEpoch = Math.ceil(trainRows.length / batch);
  const engine = createEngine({ ...recipe, threads, variant }, launch);
  const { network } = engine;
  let position: Position = options.state?.position ?? {
    ...{ step: 0, stepInEpoch: 0, lossSum: 0, correct: 0, bestEpoch: 0, history: [], finished: false },
  };
  let best = options.state?.best ?? null;
  if (options.state === undefined) initialise(network.parameters, seed);
  else {
    setTensors(network.parameters, options.state.tensors);
    for (const [name, values] of engine.optimiser?.state ?? []) {
      const saved = options.state.optimiser.get(name);
      if (saved?.length !== values.length)
        throw new RangeError(`checkpoint: optimiser state ${name} does not fit the recipe.`);
      values.set(saved);
    }
  }

  /** Reads `rows` as the next batch. */
  const load = (rows: Uint32Array): void => {
    data.readInputs(rows, network.inputs);
    for (let i = 0; i < rows.length; i++) network.labels[i] = data.labels[rows[i]];
  };

  function* trainEpoch(epoch: number): Generator<Progress, void> {
    const order = trainRows.slice();
    createRandom(seed, SHUFFLE, epoch).shuffle(order);
    while (position.stepInEpoch < stepsPerEpoch) {
      const first = position.stepInEpoch * batch;
      const rows = order.subarray(first, first + batch);
      load(rows);
      engine.rows.set(rows);
      const rate = learningRate(recipe.schedule, position.step, stepsPerEpoch * epochs, stepsPerEpoch);
      const { loss, correct } = engine.train(rows.length, { step: position.step + 1, rate, epoch });
      if (!Number.isFinite(loss)) {
        throw new RangeError(
          `training diverged in epoch ${epoch}: the loss is ${loss}. A smaller learning rate than ${rate} may help.`,
        );
      }
      position = {
        ...position,
        step: position.step + 1,
        stepInEpoch: position.stepInEpoch + 1,
        lossSum: position.lossSum + loss * rows.length,
        correct: position.correct + correct,
      };
      const images = first + rows.length;
      yield {
        ...{ type: 'step', epoch, step: position.stepInEpoch, steps: stepsPerEpoch, images },
        ...{ loss: position.lossSum / images, accuracy: position.correct / images },
      };
    }
  }

  function* validate(epoch: number): Generator<Progress, { loss: number; accuracy: number }> {
    const K = network.logits.length / batch;
    const unused = new Float32Array(network.logits.length);
    let lossSum = 0;
    let right = 0;
    for (let first = 0; first < validationRows.length; first += batch) {
      const rows = validationRows.subarray(first, first + batch);
      load(rows);
      engine.predict(rows.length);
      const { loss, correct } = softmaxCrossEntropy(network.logits, network.labels, unused, K, 1, rows.length);
      lossSum += loss;
      right += correct;
      yield { type: 'validation', epoch, images: first + rows.length, of: validationRows.length };
    }
    return { loss: lossSum / validationRows.length, accuracy: right / validationRows.length };
  }

  function* run(): Generator<Progress, void> {
    while (!position.finished) {
      const epoch = position.history.length + 1;
      yield* trainEpoch(epoch);
      const validation = validationRows.length > 0 ? yield* validate(epoch) : null;
      const metrics: EpochMetrics = {
        epoch,
        loss: position.lossSum / trainRows.length,
        accuracy: position.correct / trainRows.length,
        val_loss: validation?.loss ?? null,
        val_accuracy: validation?.accuracy ?? null,
        rate: learningRate(recipe.schedule, position.step - 1, stepsPerEpoch * epochs, stepsPerEpoch),
      };
      const history = [...position.history, metrics];
      const improved = position.bestEpoch === 0 || isBetter(metrics, position.history[position.bestEpoch - 1]);
      const bestEpoch = improved ? epoch : position.bestEpoch;
      if (improved) best = copyTensors(network.parameters);
      const outOfPatience = recipe.patience !== null && epoch - bestEpoch >= recipe.patience;
      const finished = epoch >= epochs || outOfPatience;
      position = { step: position.step, stepInEpoch: 0, lossSum: 0, correct: 0, bestEpoch, history, finished };
      yield { type: 'epoch', metrics, best: improved };
    }
  }

  return {
    engine,
    stepsPerEpoch,
    progress: run(),
    state: () => ({
      tensors: copyTensors(network.parameters),
      optimiser: new Map(
        [...(engine.optimiser?.state ?? [])].map(([name, values]) => [name, Float32Array.from(values)]),
      ),
      best,
      position,
    }),
    close() {
      engine.close();
    },
  };
}

/** Higher validation accuracy, then lower validation loss; without validation, the later epoch. */
function isBetter(metrics: EpochMetrics, than: EpochMetrics): boolean {
  if (metrics.val_accuracy === null || than.val_accuracy === null) return true;
  if (metrics.val_accuracy !== than.val_accuracy) return metrics.val_accuracy > than.val_accuracy;
  return (metrics.val_loss ?? 0) < (than.val_loss ?? 0);
}

function checkRecipe({ epochs, batch, patience, schedule }: Recipe, rows: number): void {
  const whole = { epochs, batch, ...(patience === null ? {} : { patience }), 'training images': rows };
  for (const [name, value] of Object.entries(whole)) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${name} must be an integer above 0. Received ${value}.`);
  }
  if (!(schedule.rate > 0 && Number.isFinite(schedule.rate))) {
    throw new RangeError(`learning rate must be a finite number above 0. Received ${schedule.rate}.`);
  }
}
