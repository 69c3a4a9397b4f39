import { foldsOf } from '../../audit/foldsOf.js';
import type { Dataset } from '../../datasets/dataset.js';
import { rowsWhere } from '../../datasets/rowsWhere.js';
import { pipelines } from '../../ink/pipelines.js';
import { architectures } from '../../network/architecture.js';
import { labelsFor } from '../../formats/native/modelConfig.js';
import type { Model } from '../../formats/native/modelFile.js';
import { adamDefaults } from '../../training/optimiser.js';
import type { Recipe } from '../../training/recipe.js';
import { createTrainer } from '../../training/trainer.js';
import type { Platform } from '../platform.js';
import { predictRows } from '../predict/predictRows.js';

export interface OutOfFoldOptions {
  /** The number of parts, and of models; each model is trained without one part. @default 4 */
  readonly folds?: number;
  /** Epochs per model. @default 2 */
  readonly epochs?: number;
  /** @default 1 */
  readonly seed?: number;
  /** Called with the number of images trained on or read so far, and the total. */
  readonly onProgress?: (done: number, of: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** For how long the event loop may wait, so that Ctrl-C is noticed. */
const TURN_MS = 50;

/**
 * Probabilities [N, 10] of the digits for every row of a data set, each from a model that was
 * trained without that row. The rows are cut into k parts with the same mix of digits, and k quick
 * networks are trained, each on all parts but one. The same options give the same bits on every
 * machine.
 *
 * Throws RangeError if there are fewer rows than folds, and the signal's reason if it is aborted.
 */
export async function outOfFold(
  platform: Pick<Platform, 'startThreads' | 'nextTurn'>,
  dataset: Pick<Dataset, 'labels' | 'readInputs' | 'pipeline' | 'length'>,
  options: OutOfFoldOptions = {},
): Promise<Float32Array> {
  const { folds = 4, epochs = 2, seed = 1, onProgress, signal } = options;
  const N = dataset.length;
  const foldOf = foldsOf(dataset.labels, folds, seed);
  const of = N * (folds - 1) * epochs + N;
  const probabilities = new Float32Array(N * 10);
  let done = 0;
  for (let fold = 0; fold < folds; fold++) {
    const trainRows = rowsWhere(N, (row) => foldOf[row] !== fold);
    const heldOut = rowsWhere(N, (row) => foldOf[row] === fold);
    const before = done;
    const report = (images: number): void => {
      done = before + images;
      onProgress?.(done, of);
    };
    const model = await trainFold(platform, dataset, trainRows, recipeFor(epochs, seed + fold), { report, signal });
    const trained = trainRows.length * epochs;
    const read = await predictRows(platform, model, dataset, heldOut, {
      onProgress: (rows) => {
        report(trained + rows);
      },
      signal,
    });
    heldOut.forEach((row, i) => {
      probabilities.set(read.subarray(i * 10, i * 10 + 10), row * 10);
    });
  }
  return probabilities;
}

function recipeFor(epochs: number, seed: number): Recipe {
  return {
    architecture: architectures.quick,
    epochs,
    batch: 128,
    seed,
    patience: null,
    optimiser: adamDefaults,
    schedule: { type: 'one-cycle', rate: 0.006, warmUp: 0.3 },
  };
}

interface FoldOptions {
  /** Called with the number of images trained on. */
  readonly report: (images: number) => void;
  readonly signal: AbortSignal | undefined;
}

async function trainFold(
  platform: Pick<Platform, 'startThreads' | 'nextTurn'>,
  data: Pick<Dataset, 'labels' | 'readInputs' | 'pipeline'>,
  trainRows: Uint32Array,
  recipe: Recipe,
  { report, signal }: FoldOptions,
): Promise<Model> {
  const validationRows = new Uint32Array(0);
  const { threads, launch } = await platform.startThreads();
  const trainer = createTrainer({ recipe, data, trainRows, validationRows, threads, launch });
  try {
    let turnAt = performance.now();
    for (const progress of trainer.progress) {
      if (progress.type === 'step') report((progress.epoch - 1) * trainRows.length + progress.images);
      if (performance.now() - turnAt < TURN_MS) continue;
      await platform.nextTurn();
      signal?.throwIfAborted();
      turnAt = performance.now();
    }
    return modelOf(recipe, data, trainer.state().tensors);
  } finally {
    trainer.close();
  }
}

function modelOf({ architecture }: Recipe, { pipeline }: Pick<Dataset, 'pipeline'>, tensors: Model['tensors']): Model {
  return {
    config: {
      architecture,
      preprocessing: { pipeline, version: pipelines[pipeline].version },
      labels: labelsFor(10),
      temperature: 1,
      trainingData: null,
      metrics: {},
      engine: 'exact',
      created: new Date().toISOString(),
    },
    tensors,
  };
}
