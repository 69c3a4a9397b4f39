import type { Variant } from '../../src/kernels/wasm/variant.js';
import { serialiseModel } from '../../src/formats/native/modelFile.js';
import { buildModel } from './buildModel.js';
import type { Examples, Parts } from './examples.js';
import { mostLikely, predictExamples } from './predictExamples.js';
import type { TrainResult, TrainState } from './trainNews.js';
import { recipeOf } from './trainSettings.js';

export interface FinishOptions {
  readonly examples: Examples;
  readonly parts: Parts;
  readonly variant: Variant;
}

/** Measures the best weights of a run on its test pictures, and makes a model of them. */
export async function finishRun(
  { settings, validated }: TrainState,
  tensors: ReadonlyMap<string, Float32Array>,
  { examples, parts, variant }: FinishOptions,
): Promise<TrainResult> {
  const weighted = { architecture: recipeOf(settings).architecture, tensors };
  const rows = parts.test;
  const answers = mostLikely(await predictExamples(weighted, examples, rows, { variant }), rows.length);
  const errors = answers.filter((digit, i) => digit !== examples.labels[rows[i]]).length;
  const best = validated.reduce((most, { accuracy }) => Math.max(most, accuracy), 0);
  const metrics = { val_accuracy: best, test_errors: errors, test_n: rows.length };
  const model = await buildModel(weighted, { examples, parts, variant, seed: settings.seed, metrics });
  return { files: serialiseModel(model), errors, n: rows.length };
}
