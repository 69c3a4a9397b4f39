import { chooseRows } from '../datasets/chooseRows.js';
import type { Dataset } from '../datasets/dataset.js';
import { DatasetError } from '../errors.js';
import type { TrainingData } from '../formats/native/modelConfig.js';
import { fingerprintDataset } from '../node/datasets/fingerprintDataset.js';
import { findLeaks } from '../workflows/drawings/findLeaks.js';
import { openData, type OpenDataOptions } from './openData.js';
import type { Terminal } from './terminal.js';

export interface LeakedRowsOptions extends Omit<OpenDataOptions, 'pipeline'> {
  readonly threads: number;
  /** [N], the groups of the evaluated data that its split kept together, or null. */
  readonly groups: Uint32Array | null;
  readonly onProgress: (what: string, done: number, of: number) => void;
}

/**
 * Those of the evaluated `rows` of `dataset` that have a variant of their drawing among the model's
 * training images. The training data is opened at the path that the model's config names. Throws
 * DatasetError if it is not there or has changed.
 */
export async function leakedRows(
  dataset: Dataset,
  rows: Uint32Array,
  trainingData: TrainingData | null,
  options: LeakedRowsOptions,
  terminal: Terminal,
): Promise<{ rows: Set<number>; searched: number }> {
  if (trainingData === null) throw new DatasetError('leaks: it is not known what the model was trained on.');
  const { onProgress, threads, groups, strict, signal } = options;
  const open = { strict, signal, pipeline: 'normalised' } as const;
  const same = trainingData.fingerprint === fingerprintDataset(dataset);
  const asked = dataset.pipeline === 'normalised' ? dataset : await openData(dataset.source, open, terminal);
  let searched: Dataset = asked;
  try {
    if (!same) searched = await openTrainingData(trainingData, dataset.pipeline, options, terminal);
    const kept = same && trainingData.groups !== undefined ? groups : null;
    const splits = same ? dataset.splits : searched.splits;
    const { validation, test, splitSeed: seed } = trainingData;
    // Without its groups or its split, search every image that may have been trained on.
    const unknown = !same && (trainingData.groups !== undefined || trainingData.split !== undefined);
    const drawn = unknown ? { validation: 0, test: 0 } : { validation, test };
    const { train } = chooseRows({ labels: searched.labels, splits }, { ...drawn, seed, groups: kept });
    const leaks = await findLeaks(
      { dataset: asked, rows },
      { dataset: searched, rows: train },
      { threads, onProgress, signal },
    );
    return { rows: new Set(leaks.map(({ row }) => row)), searched: train.length };
  } finally {
    if (searched !== asked) searched.close();
    if (asked !== dataset) asked.close();
  }
}

async function openTrainingData(
  { source, fingerprint }: TrainingData,
  pipeline: Dataset['pipeline'],
  { strict, signal }: LeakedRowsOptions,
  terminal: Terminal,
): Promise<Dataset> {
  const asTrained = await openData(source, { pipeline, strict, signal }, terminal);
  if (fingerprintDataset(asTrained) !== fingerprint) {
    asTrained.close();
    throw new DatasetError(
      `leaks: ${source} must be the data that the model was trained on. Received other images or labels.`,
    );
  }
  if (pipeline === 'normalised') return asTrained;
  asTrained.close();
  return openData(source, { pipeline: 'normalised', strict, signal }, terminal);
}
