import type { Dataset } from '../../datasets/dataset.js';
import { digitProbabilities } from '../../digits/digitProbabilities.js';
import type { Model } from '../../formats/native/modelFile.js';
import { predictLogits, type PredictOptions } from './predictLogits.js';

/** Probabilities [rows.length, 10] of the digits that a model gives to rows of a data set. Throws as `predictLogits` does. */
export async function predictRows(
  model: Model,
  dataset: Pick<Dataset, 'readInputs' | 'pipeline'>,
  rows: Uint32Array,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const logits = await predictLogits(model, dataset, rows, options);
  return digitProbabilities(logits, model.config.labels.length, model.config);
}
