import { definedOnly } from '../../definedOnly.js';
import { labelsFor, type TrainingData } from '../../formats/native/modelConfig.js';
import type { Model } from '../../formats/native/modelFile.js';
import type { MadeShare } from '../../generated/made/madeShare.js';
import { pipelines } from '../../ink/pipelines.js';
import { outputsOf } from '../../network/shapes.js';
import type { TrainingState } from '../../training/trainer.js';
import type { RunConfig } from './run.js';

/** The model of a run's best epoch; null before the end of the first epoch. */
export function modelOfRun(
  { recipe, preprocessing, data, engine }: RunConfig,
  { best, position }: TrainingState,
): Model | null {
  if (best === null) return null;
  const { val_accuracy, val_loss } = position.history[position.bestEpoch - 1];
  return {
    config: {
      architecture: recipe.architecture,
      preprocessing: { pipeline: preprocessing, version: pipelines[preprocessing].version },
      labels: labelsFor(outputsOf(recipe.architecture)),
      temperature: 1,
      trainingData: definedOnly({
        source: data.source,
        fingerprint: data.fingerprint,
        validation: data.validation,
        test: data.test,
        splitSeed: data.splitSeed,
        n: data.trainImages,
        groups: data.groups ?? undefined,
        split: data.split ?? undefined,
        made: madeOf(recipe.made, data.trainImages),
      }),
      metrics: definedOnly({
        epoch: position.bestEpoch,
        val_accuracy: val_accuracy ?? undefined,
        val_loss: val_loss ?? undefined,
      }),
      engine,
      created: new Date().toISOString(),
    },
    tensors: best,
  };
}

function madeOf(made: MadeShare | null | undefined, trainImages: number): TrainingData['made'] {
  if (!made) return undefined;
  return { n: Math.round(trainImages * made.share), forms: made.forms, fonts: made.fonts };
}
