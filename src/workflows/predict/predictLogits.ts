import type { Dataset } from '../../datasets/dataset.js';
import type { Variant } from '../../kernels/wasm/variant.js';
import type { Architecture } from '../../network/architecture.js';
import { foldBatchNorm } from '../../network/foldBatchNorm.js';
import { setTensors, sizeOf } from '../../network/parameters.js';
import { outputsOf } from '../../network/shapes.js';
import { createEngine } from '../../training/engine.js';
import type { Platform } from '../platform.js';

/** A network with its weights. */
export interface WeightedNetwork {
  readonly architecture: Architecture;
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

export interface PredictOptions {
  /** How the kernels multiply and add. @default 'exact' */
  readonly variant?: Variant | undefined;
  /** Called after each batch with the number of rows done. */
  readonly onProgress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const BATCH = 256;

/**
 * Logits [rows.length, K] of a network for rows of a data set. Throws the signal's reason if it is
 * aborted.
 */
export async function predictLogits(
  platform: Pick<Platform, 'startThreads' | 'nextTurn'>,
  { architecture, tensors }: WeightedNetwork,
  data: Pick<Dataset, 'readInputs'>,
  rows: Uint32Array,
  { variant = 'exact', onProgress, signal }: PredictOptions = {},
): Promise<Float32Array> {
  const folded = foldBatchNorm(architecture, tensors);
  const { threads, launch } = await platform.startThreads();
  const plan = { architecture: folded.architecture, batch: BATCH, optimiser: null, seed: 0, threads, variant };
  const engine = createEngine(plan, launch);
  try {
    const { network } = engine;
    setTensors(network.parameters, folded.tensors);
    const K = outputsOf(architecture);
    const inputLength = sizeOf(architecture.input);
    const logits = new Float32Array(rows.length * K);
    for (let first = 0; first < rows.length; first += BATCH) {
      const batch = rows.subarray(first, first + BATCH);
      data.readInputs(batch, network.inputs.subarray(0, batch.length * inputLength));
      engine.predict(batch.length);
      for (let i = 0; i < batch.length * K; i++) logits[first * K + i] = network.logits[i];
      onProgress?.(first + batch.length);
      await platform.nextTurn();
      signal?.throwIfAborted();
    }
    return logits;
  } finally {
    engine.close();
  }
}
