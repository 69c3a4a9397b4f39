import type { Dataset } from '../datasets/dataset.js';
import type { Floats } from '../kernels/kernels.js';
import { softmaxCrossEntropy } from '../kernels/softmaxCrossEntropy.js';
import { needsWholeBatch } from '../network/buildLayers.js';
import { copyTensors, setTensors } from '../network/parameters.js';
import { outputsOf } from '../network/shapes.js';
import type { Variant } from '../kernels/wasm/variant.js';
import { augmentationStrength } from './anneal.js';
import { createEngine, type Engine, type Launch } from './engine.js';
import { initialise } from './initialise.js';
import { createRandom } from '../random.js';
import { checkRecipe, type Recipe } from './recipe.js';
import { learningRate } from './schedule.js';
import type { Teacher } from './teachers.js';

export interface TrainerOptions {
  readonly recipe: Recipe;
  readonly data: Pick<Dataset, 'labels' | 'readInputs'>;
  /** Rows of `data` to train on; at least one. */
  readonly trainRows: Uint32Array;
  /** Rows to validate on after each epoch; may be empty. */
  readonly validationRows: Uint32Array;
  /** The networks to learn from, if the recipe distils. */
  readonly teachers?: readonly Teacher[];
  /** @default 1 */
  readonly threads?: number;
  /** How the kernels multiply and add. @default 'exact' */
  readonly variant?: Variant;
  /** Starts worker threads; needed for more than one thread. */
  readonly launch?: Launch;
  /** The state from which to continue; without it, training starts from the beginning. */
  readonly state?: TrainingState;
}

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

export type Progress =
  | {
      readonly type: 'step';
      readonly epoch: number;
      /** 1..steps, within the epoch. */
      readonly step: number;
      readonly steps: number;
      /** Images seen in this epoch so far. */
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
  /**
   * Trains while it is iterated. Each step, validation batch and epoch is one item. Stop iterating
   * to pause.
   */
  readonly progress: Generator<Progress, void>;
  /** A copy of the training state. Call it between two items of `progress`. */
  state(): TrainingState;
  close(): void;
}

const SHUFFLE = 0x5f0e;
/**
 * At most this many training images are used to measure the statistics of an average; they have
 * hundreds of thousands of cells per channel.
 */
const MEASURED_IMAGES = 8192;

/**
 * Trains a network. The order of the images depends only on seed and epoch, so that training can be
 * resumed at any step.
 *
 * Throws RangeError for invalid recipes, and if `state` does not fit the recipe.
 */
export function createTrainer(options: TrainerOptions): Trainer {
  const { recipe, data, trainRows, validationRows, threads = 1, variant = 'exact', launch, teachers = [] } = options;
  checkRecipe(recipe, trainRows.length, teachers.length);
  for (const { architecture } of teachers) {
    const [own, theirs] = [outputsOf(recipe.architecture), outputsOf(architecture)];
    if (own !== theirs)
      throw new RangeError(
        `teachers must have ${own} outputs, as the network that learns. Received one with ${theirs}.`,
      );
  }
  const { batch, epochs, seed } = recipe;
  const stepsPerEpoch = Math.ceil(trainRows.length / batch);
  const engine = createEngine({ ...recipe, threads, variant, teachers }, launch);
  const { network, average } = engine;
  const totalSteps = stepsPerEpoch * epochs;
  let position: Position = options.state?.position ?? {
    step: 0,
    stepInEpoch: 0,
    lossSum: 0,
    correct: 0,
    bestEpoch: 0,
    history: [],
    finished: false,
  };
  let best = options.state?.best ?? null;
  /** The weights that training goes on with, while the network holds their average. */
  let kept: ReadonlyMap<string, Float32Array> | null = null;
  if (options.state === undefined) initialise(network.parameters, seed);
  else {
    setTensors(network.parameters, options.state.tensors);
    for (const [name, values] of engine.optimiser?.state ?? []) {
      const saved = options.state.optimiser.get(name);
      if (saved?.length !== values.length)
        throw new RangeError(`checkpoint: optimiser state ${name} does not fit the recipe.`);
      values.set(saved);
    }
    if (average !== null) {
      const saved = options.state.average;
      if (saved?.length !== average.values.length) throw new RangeError('checkpoint: average does not fit the recipe.');
      average.values.set(saved);
    }
  }
  const strength = (): number => augmentationStrength(recipe.anneal ?? null, position.step, totalSteps);
  const ordered = (epoch: number): Uint32Array => {
    const order = trainRows.slice();
    createRandom(seed, SHUFFLE, epoch).shuffle(order);
    return order;
  };

  /** Reads `rows` as the next batch. */
  const load = (rows: Uint32Array): void => {
    data.readInputs(rows, network.inputs);
    for (let i = 0; i < rows.length; i++) network.labels[i] = data.labels[rows[i]];
    engine.rows.set(rows);
  };

  function* trainEpoch(epoch: number): Generator<Progress, void> {
    const order = ordered(epoch);
    while (position.stepInEpoch < stepsPerEpoch) {
      const first = position.stepInEpoch * batch;
      const rows = order.subarray(first, first + batch);
      load(rows);
      const rate = learningRate(recipe.schedule, position.step, totalSteps, stepsPerEpoch);
      const step = { step: position.step + 1, rate, epoch, strength: strength() };
      const { loss, correct } = engine.train(rows.length, step);
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
        type: 'step',
        epoch,
        step: position.stepInEpoch,
        steps: stepsPerEpoch,
        images,
        loss: position.lossSum / images,
        accuracy: position.correct / images,
      };
    }
  }

  /**
   * Puts the average in the place of the weights. The statistics of batch normalisation, which
   * those of the weights are not, are measured again on the first images of the epoch, changed as
   * at its end (Izmailov et al. 2018, arXiv:1803.05407, section 3).
   */
  function* turnToAverage(epoch: number, values: Floats): Generator<Progress, void> {
    kept = copyTensors(network.parameters);
    network.parameters.values.set(values);
    network.parameters.changed[0] = 1;
    if (!needsWholeBatch(recipe.architecture)) return;
    const order = ordered(epoch);
    const batches = Math.max(1, Math.floor(Math.min(order.length, MEASURED_IMAGES) / batch));
    for (let index = 0; index < batches; index++) {
      const rows = order.subarray(index * batch, (index + 1) * batch);
      load(rows);
      engine.measure(rows.length, index + 1, { epoch, strength: strength() });
      yield { type: 'validation', epoch, images: 0, of: validationRows.length };
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
      if (average !== null) yield* turnToAverage(epoch, average.values);
      const validation = validationRows.length > 0 ? yield* validate(epoch) : null;
      const metrics: EpochMetrics = {
        epoch,
        loss: position.lossSum / trainRows.length,
        accuracy: position.correct / trainRows.length,
        val_loss: validation?.loss ?? null,
        val_accuracy: validation?.accuracy ?? null,
        rate: learningRate(recipe.schedule, position.step - 1, totalSteps, stepsPerEpoch),
      };
      const history = [...position.history, metrics];
      const improved = position.bestEpoch === 0 || isBetter(metrics, position.history[position.bestEpoch - 1]);
      const bestEpoch = improved ? epoch : position.bestEpoch;
      if (improved) best = copyTensors(network.parameters);
      if (kept !== null) setTensors(network.parameters, kept);
      kept = null;
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
      tensors: kept ?? copyTensors(network.parameters),
      average: average && Float32Array.from(average.values),
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
