import type { Dataset } from '../../datasets/dataset.js';
import { INPUT_LENGTH, type PipelineName } from '../../ink/pipeline.js';

/** Inputs [N, 784] that are in memory, as what reads data sets takes them; `rows` are all of them. */
export function inMemory(
  inputs: Uint8Array,
  pipeline: PipelineName,
): Pick<Dataset, 'readInputs' | 'pipeline'> & { readonly rows: Uint32Array } {
  return {
    pipeline,
    rows: Uint32Array.from({ length: inputs.length / INPUT_LENGTH }, (_, row) => row),
    readInputs(wanted, out) {
      for (let i = 0; i < wanted.length; i++) {
        out.set(inputs.subarray(wanted[i] * INPUT_LENGTH, (wanted[i] + 1) * INPUT_LENGTH), i * INPUT_LENGTH);
      }
    },
  };
}
