import type { MixedData } from '../../datasets/appendRows.js';
import type { CorrectedLabels } from '../../datasets/corrections.js';
import type { Dataset } from '../../datasets/dataset.js';
import { mixGenerated } from '../../datasets/mixGenerated.js';
import type { Parts } from '../../datasets/split.js';
import type { Model } from '../../formats/native/modelFile.js';
import type { Variant } from '../../kernels/wasm/variant.js';
import type { Recipe } from '../../training/recipe.js';
import type { Teacher } from '../../training/teachers.js';
import { createTrainer, type Trainer, type TrainingState } from '../../training/trainer.js';
import type { Platform } from '../platform.js';
import { mixMade } from './mixMade.js';
import type { RunGivens } from './run.js';

interface TrainerParts {
  readonly recipe: Recipe;
  readonly dataset: Dataset;
  readonly rows: Parts;
  readonly givens: RunGivens;
  readonly corrected: CorrectedLabels | null;
  readonly variant: Variant;
  readonly state?: TrainingState;
  /** Called while pictures on made paper are made. */
  readonly onMaking?: ((done: number, of: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The trainer of a run, on its training rows and on all pictures that the recipe adds to them. */
export async function makeTrainer(
  platform: Platform,
  { recipe, dataset, rows, givens, corrected, variant, state, onMaking, signal }: TrainerParts,
): Promise<Trainer> {
  const labelled = corrected ? { ...dataset, labels: corrected.labels } : dataset;
  const mixed = recipe.generated ? mixGenerated(labelled, rows.train, recipe.generated) : null;
  const plain: MixedData = mixed ?? { ...labelled, trainRows: rows.train };
  const data = recipe.made
    ? await mixMade(platform.makeViews, plain, rows.train, recipe.made, givens.fonts, { onProgress: onMaking, signal })
    : plain;
  const { threads, launch } = await platform.startThreads();
  return createTrainer({
    recipe,
    data,
    teachers: givens.teachers.map((teacher) => teacherOf(teacher, dataset)),
    trainRows: data.trainRows,
    validationRows: rows.val,
    threads,
    launch,
    variant,
    state,
  });
}

/**
 * Throws RangeError if the teacher would see pictures that were prepared in another way than it
 * knows.
 */
function teacherOf({ config: { architecture, preprocessing }, tensors }: Model, { pipeline }: Dataset): Teacher {
  if (preprocessing.pipeline === pipeline) return { architecture, tensors };
  throw new RangeError(
    `teachers must take ${pipeline} input, as the network that learns. Received one for ${preprocessing.pipeline}.`,
  );
}
