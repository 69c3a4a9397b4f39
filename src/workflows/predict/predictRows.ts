import type { Dataset } from '../../datasets/dataset.js';
import { digitProbabilities } from '../../digits/digitProbabilities.js';
import type { Model } from '../../formats/native/modelFile.js';
import type { Platform } from '../platform.js';
import { predictLogits, type PredictOptions } from './predictLogits.js';

/**
 * Probabilities [rows.length, 10] of the digits that a model gives to rows of a data set. Throws
 * RangeError if the data was prepared by another pipeline than the model's, and the signal's reason
 * if it is aborted.
 */
export async function predictRows(
  platform: Pick<Platform, 'startThreads' | 'nextTurn'>,
  { config, tensors }: Model,
  dataset: Pick<Dataset, 'readInputs' | 'pipeline'>,
  rows: Uint32Array,
  options?: PredictOptions,
): Promise<Float32Array> {
  const { architecture, preprocessing, labels } = config;
  if (dataset.pipeline !== preprocessing.pipeline) {
    throw new RangeError(
      `data must be prepared by ${preprocessing.pipeline}, as the model's was. Received ${dataset.pipeline}.`,
    );
  }
  const logits = await predictLogits(platform, { architecture, tensors }, dataset, rows, options);
  return digitProbabilities(logits, labels.length, config);
}
