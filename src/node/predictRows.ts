import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dataset } from '../datasets/dataset.js';
import { softmax } from '../digits/softmax.js';
import { INPUT_LENGTH } from '../ink/pipeline.js';
import { foldBatchNorm } from '../network/foldBatchNorm.js';
import type { Model } from '../network/modelFile.js';
import { setTensors } from '../network/parameters.js';
import { createEngine } from '../training/engine.js';
import { launchWorker } from './launchWorker.js';

export interface PredictRowsOptions {
  /** @default 1 */
  readonly threads?: number;
  /** Called after each batch with the number of rows done. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

const BATCH = 256;
const CLASSES = 10;

/**
 * Probabilities [rows.length, 10] that a model gives to rows of a data set. Throws RangeError where the data was prepared by
 * another pipeline than the model's, and the signal's reason where it is aborted.
 */
export async function predictRows(
  model: Model,
  dataset: Pick<Dataset, 'readInputs' | 'pipeline'>,
  rows: Uint32Array,
  options: PredictRowsOptions = {},
): Promise<Float32Array> {
  const { threads = 1, onProgress, signal } = options;
  const { architecture, preprocessing, temperature } = model.config;
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
    const probabilities = new Float32Array(rows.length * CLASSES);
    for (let first = 0; first < rows.length; first += BATCH) {
      const batch = rows.subarray(first, first + BATCH);
      dataset.readInputs(batch, network.inputs.subarray(0, batch.length * INPUT_LENGTH));
      engine.predict(batch.length);
      for (let i = 0; i < batch.length; i++) {
        const logits = Float32Array.from(network.logits.subarray(i * CLASSES, (i + 1) * CLASSES));
        probabilities.set(softmax(logits, temperature), (first + i) * CLASSES);
      }
      onProgress?.(first + batch.length);
      await nextTurn();
      signal?.throwIfAborted();
    }
    return probabilities;
  } finally {
    engine.close();
  }
}
