import { applyCorrections, type Corrections } from '../../datasets/corrections.js';
import { definedOnly } from '../../definedOnly.js';
import type { Dataset } from '../../datasets/dataset.js';
import type { FontFiles } from '../../generated/fontDigits.js';
import type { Parts } from '../../datasets/split.js';
import type { SplitFile } from '../../datasets/splitFile.js';
import { refuseBlank } from '../../datasets/warningsOn.js';
import type { Model } from '../../formats/native/modelFile.js';
import type { Variant } from '../../kernels/wasm/variant.js';
import type { Recipe } from '../../training/recipe.js';
import type { Trainer } from '../../training/trainer.js';
import {
  fingerprintCorrections,
  fingerprintDataset,
  fingerprintFonts,
  fingerprintGroups,
  fingerprintSplit,
} from '../fingerprints.js';
import type { Platform, VariantChoice } from '../platform.js';
import { extendRecipe, reopen } from './extendRecipe.js';
import { followTraining, type OnProgress } from './followTraining.js';
import { makeTrainer } from './makeTrainer.js';
import { modelOfRun } from './modelOfRun.js';
import { rowsOfRun } from './rowsOfRun.js';
import { Run, SPLIT, type RunConfig, type RunGivens } from './run.js';
import type { RunStore } from './runStore.js';

/** What to train, and on what. */
export interface NewRun {
  readonly recipe: Recipe;
  readonly validation: number;
  readonly test: number;
  /** Of the draw of validation and test. @default the recipe's seed */
  readonly splitSeed?: number | undefined;
  /** [N], the same number for rows that the draw keeps together. @default none */
  readonly groups?: Uint32Array | null;
  /**
   * Gives the images their parts, in place of the source; the data set must have them already
   * (`withSplit`).
   *
   * @default none
   */
  readonly split?: SplitFile | null;
  /**
   * Decisions about labels and pictures; excluded pictures are left out of every part, after the
   * draw.
   *
   * @default none
   */
  readonly corrections?: Corrections | null;
  /** Models to learn from, with what the user called them. @default none */
  readonly teachers?: readonly { readonly name: string; readonly model: Model }[];
  /** Digits of handwriting fonts; the recipe says how many of them are used. @default none */
  readonly fonts?: FontFiles | null;
  /** At most this many training images are used. @default all */
  readonly limit?: number | null;
  /** Part of the run's path. */
  readonly name: string;
  /** How the kernels multiply and add. @default 'auto' */
  readonly variant?: VariantChoice;
}

/** A run to go on with. */
export interface ResumedRun {
  /** Its path. */
  readonly resume: string;
  /** Its epochs in all, if they are to become more. @default those of its recipe */
  readonly epochs?: number;
}

export interface TrainRunOptions {
  readonly dataset: Dataset;
  /** What to train, or the path of the run to go on with, which keeps its variant. */
  readonly start: NewRun | ResumedRun;
  readonly store: RunStore;
  /** A checkpoint is written at least this often, and after each epoch. @default 60 */
  readonly checkpointSeconds?: number;
  readonly onStart?: (run: Run, trainer: Trainer, rows: Parts) => void;
  /** Called while pictures on made paper are made: how many there are, and the total. */
  readonly onMaking?: ((done: number, of: number) => void) | undefined;
  readonly onProgress?: OnProgress;
  /** When aborted, training stops after the running step, with a checkpoint. */
  readonly signal?: AbortSignal | undefined;
}

export interface TrainRunResult {
  readonly run: Run;
  readonly rows: Parts;
  /** [N], what the draw of the rows kept together, or null. */
  readonly groups: Uint32Array | null;
  readonly corrections: Corrections | null;
  /** False: the run was interrupted and can be resumed. */
  readonly finished: boolean;
  /** Images trained on by this call, and the seconds that took, without validation. */
  readonly images: number;
  readonly seconds: number;
  /** The model of the best epoch; null before the end of the first epoch. */
  readonly model: Model | null;
}

/**
 * Trains and keeps a run, from the beginning or from its last checkpoint. Throws DatasetError if
 * most pictures are blank.
 */
export async function trainRun(platform: Platform, options: TrainRunOptions): Promise<TrainRunResult> {
  const { start, dataset, checkpointSeconds = 60, onStart, onProgress, signal } = options;
  refuseBlank(dataset);
  const { run, rows, givens, trainer } =
    'resume' in start ? await resumeRun(platform, options, start) : await beginRun(platform, options, start);
  try {
    onStart?.(run, trainer, rows);
    const trained = await followTraining(platform, run, trainer, { checkpointSeconds, onProgress, signal });
    const state = trainer.state();
    await run.saveCheckpoint(state, false);
    const model = modelOfRun(run.config, state);
    if (model !== null) await run.saveModel(model);
    const { groups, corrections } = givens;
    return { run, rows, groups, corrections, finished: state.position.finished, ...trained, model };
  } finally {
    trainer.close();
  }
}

interface Begun {
  readonly run: Run;
  readonly rows: Parts;
  readonly givens: RunGivens;
  readonly trainer: Trainer;
}

async function beginRun(platform: Platform, options: TrainRunOptions, start: NewRun): Promise<Begun> {
  const { dataset, store } = options;
  const { recipe, validation, test, splitSeed = recipe.seed, limit = null, variant: wanted = 'auto' } = start;
  const { groups = null, corrections = null, split = null, fonts = null, teachers } = start;
  const givens = { groups, split, corrections, teachers: (teachers ?? []).map(({ model }) => model), fonts };
  const chosen = {
    source: dataset.source,
    fingerprint: fingerprintDataset(platform, dataset),
    validation,
    test,
    splitSeed,
    limit,
    groups: groups && fingerprintGroups(platform, groups),
    split: split && fingerprintSplit(platform, split.parts),
    corrections: corrections && fingerprintCorrections(platform, corrections),
    fonts: fonts && fingerprintFonts(platform, fonts),
  };
  const corrected = corrections && applyCorrections(dataset.labels, corrections);
  const rows = rowsOfRun(dataset, chosen, groups, corrected);
  const variant = platform.chooseVariant(wanted);
  const trainer = await makeTrainer(platform, { ...options, recipe, rows, givens, corrected, variant });
  try {
    const config: RunConfig = definedOnly({
      recipe,
      preprocessing: dataset.pipeline,
      data: {
        ...chosen,
        trainImages: rows.train.length,
        validationImages: rows.val.length,
        testImages: rows.test.length,
      },
      teachers: teachers?.map(({ name }) => name),
      engine: variant,
      box: { ...platform.describeMachine(), threads: trainer.engine.threads },
      started: new Date().toISOString(),
    });
    const run = await Run.create(store, start.name, config, trainer.state(), givens);
    return { run, rows, givens, trainer };
  } catch (error) {
    trainer.close();
    throw error;
  }
}

async function resumeRun(platform: Platform, options: TrainRunOptions, { resume, epochs }: ResumedRun): Promise<Begun> {
  const { dataset, store } = options;
  const { run, state: saved } = await Run.open(store, resume);
  const { data, engine } = run.config;
  const recipe = extendRecipe(run.config.recipe, saved, epochs ?? run.config.recipe.epochs);
  if (data.fingerprint !== fingerprintDataset(platform, dataset)) {
    throw new Error(
      `data must be what the run was started with: ${data.source}. Received ${dataset.source}, with other images or labels.`,
    );
  }
  if (data.split && data.split !== fingerprintSplit(platform, dataset.splits)) {
    throw new Error(`data must be split as the run was started, by ${run.pathOf(SPLIT)}. Received another split.`);
  }
  const givens = await run.givens();
  const corrected = givens.corrections && applyCorrections(dataset.labels, givens.corrections);
  const rows = rowsOfRun(dataset, data, givens.groups, corrected);
  const variant = resumedVariant(platform, engine);
  const state = reopen(recipe, saved);
  const trainer = await makeTrainer(platform, { ...options, recipe, rows, givens, corrected, variant, state });
  if (recipe.epochs > run.config.recipe.epochs) await run.changeRecipe(recipe);
  return { run, rows, givens, trainer };
}

/** 'relaxed' and 'wide' add in the same order: each can go on from the other. */
function resumedVariant(platform: Platform, variant: Variant): Variant {
  if (variant !== 'wide') return platform.chooseVariant(variant);
  return platform.checkVariant('wide') === null ? 'wide' : platform.chooseVariant('relaxed');
}
