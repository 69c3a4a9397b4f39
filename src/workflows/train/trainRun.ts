import { cpus } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { chooseRows } from '../../datasets/chooseRows.js';
import { applyCorrections, type CorrectedLabels, type Corrections } from '../../datasets/corrections.js';
import type { Dataset } from '../../datasets/dataset.js';
import type { Parts } from '../../datasets/split.js';
import type { SplitFile } from '../../datasets/splitFile.js';
import { pipelines } from '../../ink/pipelines.js';
import { mixGenerated } from '../../datasets/mixGenerated.js';
import { labelsFor } from '../../formats/native/modelConfig.js';
import type { Model } from '../../formats/native/modelFile.js';
import { outputsOf } from '../../network/shapes.js';
import type { Recipe } from '../../training/recipe.js';
import { createTrainer, type Progress, type Trainer, type TrainingState } from '../../training/trainer.js';
import type { Teacher } from '../../training/teachers.js';
import { createRandom } from '../../random.js';
import type { Variant } from '../../kernels/wasm/variant.js';
import { checkVariant, chooseVariant, type EngineChoice } from '../../node/threads/chooseVariant.js';
import {
  fingerprintCorrections,
  fingerprintDataset,
  fingerprintGroups,
  fingerprintSplit,
} from '../../node/datasets/fingerprintDataset.js';
import { launchWorker } from '../../node/threads/launchWorker.js';
import { packageVersion } from '../../node/files/packageVersion.js';
import { type LoggedEpoch, newRunPath, type RunConfig, type RunData, RunFolder } from './runFolder.js';
import { saveModel } from '../../node/models/saveModel.js';

export interface TrainRunOptions {
  readonly dataset: Dataset;
  /** Either what to train, or the run folder to go on with. */
  readonly start:
    | {
        readonly recipe: Recipe;
        readonly validation: number;
        readonly test: number;
        /** Of the draw of validation and test. @default the recipe's seed */
        readonly splitSeed?: number;
        /** [N], the same number for rows that the draw keeps together. @default none */
        readonly groups?: Uint32Array | null;
        /** Gives the images their parts, in place of the source; the data set must have them already (`withSplit`). @default none */
        readonly split?: SplitFile | null;
        /** Decisions about labels and pictures; excluded pictures are left out of every part, after the draw. @default none */
        readonly corrections?: Corrections | null;
        /** Whom to learn from, with what the user called them. @default nobody */
        readonly teachers?: readonly { readonly name: string; readonly model: Model }[];
        readonly limit: number | null;
        readonly name: string;
        readonly runs: string;
      }
    | { readonly resume: string };
  readonly threads: number;
  /** How the kernels multiply and add. A resumed run goes on as it began. @default 'auto' */
  readonly engine?: EngineChoice;
  /** A checkpoint is written at least this often, and after each epoch. @default 60 */
  readonly checkpointSeconds?: number;
  readonly onStart?: (run: RunFolder, trainer: Trainer) => void;
  readonly onProgress?: (progress: Progress, secondsInEpoch: number) => void;
  /** When aborted, training stops after the running step, with a checkpoint. */
  readonly signal?: AbortSignal;
}

export interface TrainRunResult {
  readonly run: RunFolder;
  readonly rows: Parts;
  /** [N], what the draw of the rows kept together, or null. */
  readonly groups: Uint32Array | null;
  readonly corrections: Corrections | null;
  /** False: the run was interrupted and can be resumed. */
  readonly finished: boolean;
  /** Images trained on by this call, and the seconds that took, validation not counted. */
  readonly images: number;
  readonly seconds: number;
  /** The model of the best epoch; null before the first epoch has ended. */
  readonly model: Model | null;
}

/** How long the event loop may wait, so that Ctrl-C is noticed. */
const TURN_MS = 50;

/** Trains in a run folder, from the beginning or from its last checkpoint. */
export async function trainRun(options: TrainRunOptions): Promise<TrainRunResult> {
  const { dataset, threads, checkpointSeconds = 60, signal } = options;
  const { run, rows, groups, corrections, trainer } = begin(options);
  options.onStart?.(run, trainer);
  let [images, seconds, imagesInEpoch, secondsInEpoch] = [0, 0, 0, 0];
  let [turnAt, savedAt, at] = [performance.now(), performance.now(), performance.now()];
  try {
    for (const progress of trainer.progress) {
      const now = performance.now();
      if (progress.type === 'step') {
        const { batch } = run.config.recipe;
        const trained = progress.step < progress.steps ? batch : progress.images - (progress.steps - 1) * batch;
        images += trained;
        imagesInEpoch += trained;
        seconds += (now - at) / 1000;
        secondsInEpoch += (now - at) / 1000;
      } else if (progress.type === 'epoch') {
        const imagesPerSecond = secondsInEpoch > 0 ? imagesInEpoch / secondsInEpoch : 0;
        const logged: LoggedEpoch = { ...progress.metrics, seconds: secondsInEpoch, imagesPerSecond };
        run.logEpoch(logged);
        run.saveCheckpoint(trainer.state(), progress.best);
        savedAt = now;
      }
      options.onProgress?.(progress, secondsInEpoch);
      if (progress.type === 'epoch') [imagesInEpoch, secondsInEpoch] = [0, 0];
      if (now - turnAt > TURN_MS) {
        await nextTurn();
        turnAt = performance.now();
      }
      if (signal?.aborted === true) break;
      if (now - savedAt > checkpointSeconds * 1000 && progress.type === 'step') {
        run.saveCheckpoint(trainer.state(), false);
        savedAt = performance.now();
      }
      at = performance.now();
    }
    const state = trainer.state();
    run.saveCheckpoint(state, false);
    const model = modelOf(run.config, state);
    if (model !== null) saveModel(join(run.path, 'model'), model);
    return { run, rows, groups, corrections, finished: state.position.finished, images, seconds, model };
  } finally {
    trainer.close();
  }

  function begin({ start }: TrainRunOptions): Begun {
    const fingerprint = fingerprintDataset(dataset);
    if ('resume' in start) {
      const { run, state } = RunFolder.open(start.resume);
      const { data, recipe } = run.config;
      if (data.fingerprint !== fingerprint) {
        throw new Error(
          `data must be what the run was started with: ${data.source}. Received ${dataset.source}, with other images or labels.`,
        );
      }
      if (data.split && data.split !== fingerprintSplit(dataset.splits)) {
        throw new Error(
          `data must be split as the run was started, by ${start.resume}/split.csv. Received another split.`,
        );
      }
      const givens = run.givens();
      const { groups, corrections, teachers } = givens;
      const corrected = corrections && applyCorrections(dataset.labels, corrections);
      const rows = rowsOf(dataset, data, groups, corrected);
      const trainer = makeTrainer(recipe, rows, teachers, corrected, resumedVariant(run.config.engine), state);
      return { run, rows, groups, corrections, trainer };
    }
    const { recipe, validation, test, limit, name, runs, splitSeed = recipe.seed, groups = null } = start;
    const { corrections = null, split = null } = start;
    const teachers = (start.teachers ?? []).map(({ model }) => model);
    const chosen = {
      ...{ source: dataset.source, fingerprint, validation, test, splitSeed, limit },
      groups: groups && fingerprintGroups(groups),
      split: split && fingerprintSplit(split.parts),
      corrections: corrections && fingerprintCorrections(corrections),
    };
    const corrected = corrections && applyCorrections(dataset.labels, corrections);
    const rows = rowsOf(dataset, chosen, groups, corrected);
    const counts = { trainImages: rows.train.length, validationImages: rows.val.length, testImages: rows.test.length };
    const trainer = makeTrainer(recipe, rows, teachers, corrected, chooseVariant(options.engine ?? 'auto'));
    const box = {
      numerist: packageVersion(),
      node: process.version,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      threads,
    };
    const config: RunConfig = {
      ...{
        recipe,
        preprocessing: dataset.pipeline,
        data: { ...chosen, ...counts },
        ...(start.teachers && { teachers: start.teachers.map((teacher) => teacher.name) }),
        engine: trainer.engine.variant,
        box,
      },
      started: new Date().toISOString(),
    };
    const path = newRunPath(runs, name, new Date());
    const run = RunFolder.create(path, config, trainer.state(), { groups, split, corrections, teachers });
    return { run, rows, groups, corrections, trainer };
  }

  function makeTrainer(
    recipe: Recipe,
    rows: Parts,
    teachers: readonly Model[],
    corrected: CorrectedLabels | null,
    variant: Variant,
    state?: TrainingState,
  ): Trainer {
    const data = corrected ? { ...dataset, labels: corrected.labels } : dataset;
    const mixed = recipe.generated ? mixGenerated(data, rows.train, recipe.generated) : null;
    const parts = { trainRows: mixed?.trainRows ?? rows.train, validationRows: rows.val };
    return createTrainer({
      recipe,
      data: mixed ?? data,
      teachers: teachers.map((teacher) => teacherOf(teacher, dataset)),
      ...parts,
      threads,
      variant,
      launch: launchWorker,
      ...(state && { state }),
    });
  }
}

interface Begun {
  readonly run: RunFolder;
  readonly rows: Parts;
  readonly groups: Uint32Array | null;
  readonly corrections: Corrections | null;
  readonly trainer: Trainer;
}

/** Throws RangeError where the teacher would see pictures that were prepared in another way than it knows. */
function teacherOf({ config: { architecture, preprocessing }, tensors }: Model, { pipeline }: Dataset): Teacher {
  if (preprocessing.pipeline === pipeline) return { architecture, tensors };
  throw new RangeError(
    `teachers must take ${pipeline} input, as the network that learns. Received one for ${preprocessing.pipeline}.`,
  );
}

/** 'relaxed' and 'wide' add in the same order: either goes on where the other stopped. */
function resumedVariant(engine: Variant): Variant {
  if (engine !== 'wide') return chooseVariant(engine);
  return checkVariant('wide').problem === null ? 'wide' : chooseVariant('relaxed');
}

const LIMIT = 0x11317;

/**
 * The rows of a run: chosen by seed, without what is excluded, the training part cut to the limit. The draw does not know of
 * corrections, so that what was held out can be found again with and without them.
 */
function rowsOf(
  dataset: Pick<Dataset, 'labels' | 'splits'>,
  { validation, test, splitSeed, limit }: Pick<RunData, 'validation' | 'test' | 'splitSeed' | 'limit'>,
  groups: Uint32Array | null,
  corrected: CorrectedLabels | null,
): Parts {
  const drawn = chooseRows(dataset, { validation, test, seed: splitSeed, groups });
  const kept = (part: Uint32Array): Uint32Array => part.filter((row) => corrected?.excluded[row] !== 1);
  const rows = { train: kept(drawn.train), val: kept(drawn.val), test: kept(drawn.test) };
  if (limit === null || limit >= rows.train.length) return rows;
  const shuffled = rows.train.slice();
  createRandom(splitSeed, LIMIT).shuffle(shuffled);
  return { ...rows, train: shuffled.slice(0, limit).sort() };
}

function modelOf({ recipe, preprocessing, data, engine }: RunConfig, { best, position }: TrainingState): Model | null {
  if (best === null) return null;
  const { val_accuracy, val_loss } = position.history[position.bestEpoch - 1];
  return {
    config: {
      architecture: recipe.architecture,
      preprocessing: { pipeline: preprocessing, version: pipelines[preprocessing].version },
      labels: labelsFor(outputsOf(recipe.architecture)),
      temperature: 1,
      trainingData: {
        ...{ source: data.source, fingerprint: data.fingerprint, validation: data.validation, test: data.test },
        ...{ splitSeed: data.splitSeed, n: data.trainImages, ...(data.groups && { groups: data.groups }) },
        ...(data.split && { split: data.split }),
      },
      metrics: {
        epoch: position.bestEpoch,
        ...(val_accuracy !== null && val_loss !== null && { val_accuracy, val_loss }),
      },
      engine,
      created: new Date().toISOString(),
    },
    tensors: best,
  };
}
