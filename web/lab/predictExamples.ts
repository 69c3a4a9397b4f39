import { startThreads } from '../../src/browser/startThreads.js';
import type { Variant } from '../../src/kernels/wasm/variant.js';
import { foldBatchNorm } from '../../src/network/foldBatchNorm.js';
import type { Architecture } from '../../src/network/architecture.js';
import { setTensors } from '../../src/network/parameters.js';
import { INPUT_LENGTH } from '../../src/ink/pipeline.js';
import { createEngine } from '../../src/training/engine.js';
import { type Examples, readInputs } from './examples.js';
import { nextTurn } from './nextTurn.js';

const BATCH = 256;

/** A network with its weights. */
export interface Weighted {
  readonly architecture: Architecture;
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

/** Logits [rows.length, K] of a network for some rows, on all threads that there may be. */
export async function predictExamples(
  { architecture, tensors }: Weighted,
  examples: Pick<Examples, 'inputs'>,
  rows: Uint32Array,
  { variant = 'exact', onProgress }: { variant?: Variant; onProgress?: (done: number) => void } = {},
): Promise<Float32Array> {
  const folded = foldBatchNorm(architecture, tensors);
  const { threads, launch } = await startThreads();
  const engine = createEngine(
    { architecture: folded.architecture, batch: BATCH, optimiser: null, seed: 0, threads, variant },
    launch,
  );
  try {
    const { network } = engine;
    setTensors(network.parameters, folded.tensors);
    const K = network.logits.length / BATCH;
    const logits = new Float32Array(rows.length * K);
    for (let first = 0; first < rows.length; first += BATCH) {
      const batch = rows.subarray(first, first + BATCH);
      readInputs(examples, batch, network.inputs.subarray(0, batch.length * INPUT_LENGTH));
      engine.predict(batch.length);
      logits.set(network.logits.subarray(0, batch.length * K), first * K);
      onProgress?.(first + batch.length);
      await nextTurn();
    }
    return logits;
  } finally {
    engine.close();
  }
}

/** The digit 0..9 with the largest of each row of logits [n, K]; 'not a digit' is no answer here. */
export function mostLikely(logits: Float32Array, n: number): Uint8Array {
  const K = logits.length / n;
  return Uint8Array.from({ length: n }, (_, row) => {
    let best = 0;
    for (let k = 1; k < 10; k++) if (logits[row * K + k] > logits[row * K + best]) best = k;
    return best;
  });
}
