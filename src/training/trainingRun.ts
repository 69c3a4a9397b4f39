import type { Dataset } from '../datasets/dataset.js';
import type { Floats } from '../kernels/kernels.js';
import { softmaxCrossEntropy } from '../kernels/softmaxCrossEntropy.js';
import { needsWholeBatch } from '../network/buildLayers.js';
import { copyTensors, setTensors } from '../network/parameters.js';
import { createRandom } from '../random.js';
import { augmentationStrength } from './anneal.js';
import type { Engine } from './engine.js';
import type { Recipe } from './recipe.js';
import { learningRate } from './schedule.js';
import { captureEngine, type EpochMetrics, type Position, START, type TrainingState } from './trainingState.js';

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

export interface RunOptions {
  readonly recipe: Recipe;
  readonly data: Pick<Dataset, 'labels' | 'readInputs'>;
  /** Rows of `data` to train on; at least one. */
  readonly trainRows: Uint32Array;
  /** Rows to validate on after each epoch; may be empty. */
  readonly validationRows: Uint32Array;
  /** The state from which to continue; without it, training starts from the beginning. */
  readonly state?: TrainingState | undefined;
}

const SHUFFLE = 0x5f0e;
/**
 * At most this many training images are used to measure the statistics of an average; they have
 * hundreds of thousands of cells per channel.
 */
const MEASURED_IMAGES = 8192;

/** The course of a training run on an engine whose arrays are already set to its first state. */
export class TrainingRun {
  readonly stepsPerEpoch: number;
  readonly #engine: Engine;
  readonly #options: RunOptions;
  readonly #totalSteps: number;
  #position: Position;
  #best: ReadonlyMap<string, Float32Array> | null;
  /** The weights that training continues with, while the network holds their average. */
  #kept: ReadonlyMap<string, Float32Array> | null = null;

  constructor(engine: Engine, options: RunOptions) {
    const { recipe, trainRows, state } = options;
    this.#engine = engine;
    this.#options = options;
    this.stepsPerEpoch = Math.ceil(trainRows.length / recipe.batch);
    this.#totalSteps = this.stepsPerEpoch * recipe.epochs;
    this.#position = state?.position ?? START;
    this.#best = state?.best ?? null;
  }

  state(): TrainingState {
    return { ...captureEngine(this.#engine, this.#kept), best: this.#best, position: this.#position };
  }

  *progress(): Generator<Progress, void> {
    const { average } = this.#engine;
    while (!this.#position.finished) {
      const epoch = this.#position.history.length + 1;
      yield* this.#trainEpoch(epoch);
      if (average !== null) yield* this.#turnToAverage(epoch, average.values);
      const validation = this.#options.validationRows.length > 0 ? yield* this.#validate(epoch) : null;
      yield this.#endEpoch(epoch, validation);
    }
  }

  *#trainEpoch(epoch: number): Generator<Progress, void> {
    const { batch } = this.#options.recipe;
    const order = this.#ordered(epoch);
    while (this.#position.stepInEpoch < this.stepsPerEpoch) {
      const first = this.#position.stepInEpoch * batch;
      const rows = order.subarray(first, first + batch);
      this.#load(rows);
      const { step, stepInEpoch, lossSum, correct } = this.#position;
      const rate = this.#rateOf(step);
      const result = this.#engine.train(rows.length, { step: step + 1, rate, epoch, strength: this.#strength() });
      if (!Number.isFinite(result.loss)) {
        throw new RangeError(
          `training diverged in epoch ${epoch}: the loss is ${result.loss}. A smaller learning rate than ${rate} may help.`,
        );
      }
      this.#position = {
        ...this.#position,
        step: step + 1,
        stepInEpoch: stepInEpoch + 1,
        lossSum: lossSum + result.loss * rows.length,
        correct: correct + result.correct,
      };
      yield this.#stepReport(epoch, first + rows.length);
    }
  }

  #stepReport(epoch: number, images: number): Progress {
    const { stepInEpoch, lossSum, correct } = this.#position;
    return {
      type: 'step',
      epoch,
      step: stepInEpoch,
      steps: this.stepsPerEpoch,
      images,
      loss: lossSum / images,
      accuracy: correct / images,
    };
  }

  /**
   * Puts the average in the place of the weights. The statistics of batch normalisation that belong
   * to the weights do not suit it, so they are measured again on the first images of the epoch,
   * changed as at its end (Izmailov et al. 2018, arXiv:1803.05407, section 3).
   */
  *#turnToAverage(epoch: number, values: Floats): Generator<Progress, void> {
    const { recipe, validationRows } = this.#options;
    const { network } = this.#engine;
    this.#kept = copyTensors(network.parameters);
    network.parameters.values.set(values);
    network.parameters.changed[0] = 1;
    if (!needsWholeBatch(recipe.architecture)) return;
    const order = this.#ordered(epoch);
    const batches = Math.max(1, Math.floor(Math.min(order.length, MEASURED_IMAGES) / recipe.batch));
    for (let index = 0; index < batches; index++) {
      const rows = order.subarray(index * recipe.batch, (index + 1) * recipe.batch);
      this.#load(rows);
      this.#engine.measure(rows.length, index + 1, { epoch, strength: this.#strength() });
      yield { type: 'validation', epoch, images: 0, of: validationRows.length };
    }
  }

  *#validate(epoch: number): Generator<Progress, Validation> {
    const { recipe, validationRows } = this.#options;
    const { network } = this.#engine;
    const K = network.logits.length / recipe.batch;
    const unused = new Float32Array(network.logits.length);
    let lossSum = 0;
    let right = 0;
    for (let first = 0; first < validationRows.length; first += recipe.batch) {
      const rows = validationRows.subarray(first, first + recipe.batch);
      this.#load(rows);
      this.#engine.predict(rows.length);
      const { loss, correct } = softmaxCrossEntropy(network.logits, network.labels, unused, K, 1, rows.length);
      lossSum += loss;
      right += correct;
      yield { type: 'validation', epoch, images: first + rows.length, of: validationRows.length };
    }
    return { loss: lossSum / validationRows.length, accuracy: right / validationRows.length };
  }

  /** Keeps the tensors of a better epoch, and decides whether training goes on. */
  #endEpoch(epoch: number, validation: Validation | null): Progress {
    const { recipe, trainRows } = this.#options;
    const { parameters } = this.#engine.network;
    const { step, lossSum, correct, bestEpoch: previous, history } = this.#position;
    const metrics: EpochMetrics = {
      epoch,
      loss: lossSum / trainRows.length,
      accuracy: correct / trainRows.length,
      val_loss: validation?.loss ?? null,
      val_accuracy: validation?.accuracy ?? null,
      rate: this.#rateOf(step - 1),
    };
    const best = previous === 0 || isBetter(metrics, history[previous - 1]);
    const bestEpoch = best ? epoch : previous;
    if (best) this.#best = copyTensors(parameters);
    if (this.#kept !== null) setTensors(parameters, this.#kept);
    this.#kept = null;
    const outOfPatience = recipe.patience !== null && epoch - bestEpoch >= recipe.patience;
    const finished = epoch >= recipe.epochs || outOfPatience;
    this.#position = {
      step,
      stepInEpoch: 0,
      lossSum: 0,
      correct: 0,
      bestEpoch,
      history: [...history, metrics],
      finished,
    };
    return { type: 'epoch', metrics, best };
  }

  #ordered(epoch: number): Uint32Array {
    const order = this.#options.trainRows.slice();
    createRandom(this.#options.recipe.seed, SHUFFLE, epoch).shuffle(order);
    return order;
  }

  /** Reads `rows` as the next batch. */
  #load(rows: Uint32Array): void {
    const { data } = this.#options;
    const { network } = this.#engine;
    data.readInputs(rows, network.inputs);
    for (let i = 0; i < rows.length; i++) network.labels[i] = data.labels[rows[i]];
    this.#engine.rows.set(rows);
  }

  #strength(): number {
    return augmentationStrength(this.#options.recipe.anneal ?? null, this.#position.step, this.#totalSteps);
  }

  #rateOf(step: number): number {
    return learningRate(this.#options.recipe.schedule, step, this.#totalSteps, this.stepsPerEpoch);
  }
}

interface Validation {
  readonly loss: number;
  readonly accuracy: number;
}

/** Higher validation accuracy, then lower validation loss; without validation, the later epoch. */
function isBetter(metrics: EpochMetrics, than: EpochMetrics): boolean {
  if (metrics.val_accuracy === null || than.val_accuracy === null) return true;
  if (metrics.val_accuracy !== than.val_accuracy) return metrics.val_accuracy > than.val_accuracy;
  return (metrics.val_loss ?? 0) < (than.val_loss ?? 0);
}
