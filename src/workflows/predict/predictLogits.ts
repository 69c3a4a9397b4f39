import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dataset } from '../../datasets/dataset.js';
import { INPUT_LENGTH } from '../../ink/pipeline.js';
import { foldBatchNorm } from '../../network/foldBatchNorm.js';
import type { Model } from '../../formats/native/modelFile.js';
import { setTensors } from '../../network/parameters.js';
import { createEngine } from '../../training/engine.js';
import { launchWorker } from '../../node/threads/launchWorker.js';

export interface PredictOptions {
  /** @default 1 */
  readonly threads?: number;
  /** Called after each batch with the number of rows done. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

const BATCH = 256;

/**
 * Logits [rows.length, K] that a model gives to rows of a data set. Throws RangeError where the data was prepared by another
 * pipeline than the model's, and the signal's reason where it is aborted.
 */
export async function predictLogits(
  model: Model,
  dataset: Pick<Dataset, 'readInputs' | 'pipeline'>,
  rows: Uint32Array,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const { threads = 1, onProgress, signal } = options;
  const { architecture, preprocessing, labels } = model.config;
  if (dataset.pipeline !== preprocessing.pipeline) {
    throw new RangeError(
      `data must be prepared by ${preprocessing.pipeline}, as the model's was. Received ${dataset.pipeline}.`,
    );
  }
  const folded = foldBatchNorm(architecture, model.tensors);
  const plan = { architecture: folded.architecture, batch: BATCH, optimiser: null, seed: 0, threads };
  const engine = createEngine(plan, launchWorker);
  try {
    const { network } = engine;
    setTensors(network.parameters, folded.tensors);
    const K = labels.length;
    const logits = new Float32Array(rows.length * K);
    for (let first = 0; first < rows.length; first += BATCH) {
      const batch = rows.subarray(first, first + BATCH);
      dataset.readInputs(batch, network.inputs.subarray(0, batch.length * INPUT_LENGTH));
      engine.predict(batch.length);
      for (let i = 0; i < batch.length * K; i++) logits[first * K + i] = network.logits[i];
      onProgress?.(first + batch.length);
      await nextTurn();
      signal?.throwIfAborted();
    }
    return logits;
  } finally {
    engine.close();
  }
}
