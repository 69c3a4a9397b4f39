import { chooseRows } from '../../datasets/chooseRows.js';
import type { Dataset } from '../../datasets/dataset.js';
import { DatasetError } from '../../errors.js';
import type { TrainingData } from '../../formats/native/modelConfig.js';
import type { CompareDrawingsOptions } from '../drawings/compareDrawings.js';
import type { StartDrawingThreads } from '../drawings/drawingThreads.js';
import { findLeaks } from '../drawings/findLeaks.js';
import type { Files } from '../files.js';
import { fingerprintDataset } from '../fingerprints.js';
import type { Platform } from '../platform.js';

export interface FindLeakedRowsOptions extends CompareDrawingsOptions {
  readonly startThreads: StartDrawingThreads;
  /** [N] of the evaluated data, what its draw kept together, or null. */
  readonly groups: Uint32Array | null;
}

/**
 * Which of the evaluated `rows` have a variant of their drawing among the images that the model
 * learned from. The training data is opened under the name in the model's config. Rejects with
 * DatasetError if it is not there, or is not the same.
 */
export async function findLeakedRows(
  platform: Pick<Platform, 'createSha256'>,
  files: Pick<Files, 'openData'>,
  dataset: Dataset,
  rows: Uint32Array,
  trainingData: TrainingData | null,
  { startThreads, groups, onProgress, signal }: FindLeakedRowsOptions,
): Promise<{ rows: Set<number>; searched: number }> {
  if (trainingData === null) throw new DatasetError('leaks: it is not known what the model was trained on.');
  const same = trainingData.fingerprint === fingerprintDataset(platform, dataset);
  const asked = dataset.pipeline === 'normalised' ? dataset : await files.openData(dataset.source, 'normalised');
  let searched: Dataset = asked;
  try {
    if (!same) searched = await openTrainingData(platform, files, trainingData, dataset.pipeline);
    const kept = same && trainingData.groups !== undefined ? groups : null;
    const splits = same ? dataset.splits : searched.splits;
    const { validation, test, splitSeed: seed } = trainingData;
    // Without its groups or its split, everything that may have been trained on is searched.
    const unknown = !same && (trainingData.groups !== undefined || trainingData.split !== undefined);
    const drawn = unknown ? { validation: 0, test: 0 } : { validation, test };
    const { train } = chooseRows({ labels: searched.labels, splits }, { ...drawn, seed, groups: kept });
    const leaks = await findLeaks(
      startThreads,
      { dataset: asked, rows },
      { dataset: searched, rows: train },
      { onProgress, signal },
    );
    return { rows: new Set(leaks.map(({ row }) => row)), searched: train.length };
  } finally {
    if (searched !== asked) searched.close();
    if (asked !== dataset) asked.close();
  }
}

async function openTrainingData(
  platform: Pick<Platform, 'createSha256'>,
  files: Pick<Files, 'openData'>,
  { source, fingerprint }: TrainingData,
  pipeline: Dataset['pipeline'],
): Promise<Dataset> {
  const asTrained = await files.openData(source, pipeline);
  if (fingerprintDataset(platform, asTrained) !== fingerprint) {
    asTrained.close();
    throw new DatasetError(
      `leaks: ${source} must be the data that the model was trained on. Received other images or labels.`,
    );
  }
  if (pipeline === 'normalised') return asTrained;
  asTrained.close();
  return files.openData(source, 'normalised');
}
