import type { Dataset, SplitName } from '../../datasets/dataset.js';
import type { TrainingData } from '../../formats/native/modelConfig.js';
import { chooseEvaluationRows, type EvaluationRows } from '../evaluate/chooseEvaluationRows.js';
import { fingerprintDataset } from '../fingerprints.js';
import type { Platform } from '../platform.js';

/**
 * The rows of a data set to calibrate a model on: the wanted part; by default the validation part,
 * if the source names one or the model was trained on this data; else all. Throws DatasetError if
 * the part is empty, or if it was drawn in whole `groups` [N] and these are not given.
 */
export function chooseCalibrationRows(
  platform: Pick<Platform, 'createSha256'>,
  dataset: Dataset,
  trainingData: TrainingData | null,
  part: SplitName | 'all' | null = null,
  groups: Uint32Array | null = null,
): EvaluationRows {
  const learned = trainingData !== null && trainingData.fingerprint === fingerprintDataset(platform, dataset);
  const heldOut = learned || dataset.splits?.includes('val') === true;
  return chooseEvaluationRows(platform, dataset, trainingData, part ?? (heldOut ? 'val' : 'all'), groups);
}
