import { inputLengthOf } from '../ink/pipelines.js';
import type { Dataset } from './dataset.js';
import { generateInputs } from '../generated/generateInputs.js';

/** Generated pictures that are mixed into training data. */
export interface GeneratedShare {
  /** Generated pictures for each picture of the data set, 0..1. */
  readonly share: number;
  /** Share of digits among them, 0..1: enough that a network cannot tell what is not a digit by the pen alone. */
  readonly digits: number;
  readonly seed: number;
}

export interface MixedData extends Pick<Dataset, 'labels' | 'readInputs' | 'nameOf'> {
  /** The given rows and those of the generated pictures, which come after all rows of the data set. */
  readonly trainRows: Uint32Array;
}

/**
 * Training data with generated pictures in it, whose label is 10 where they are not a digit: a network with eleven outputs
 * learns them as it learns digits, with no other loss and no other step. Validate on rows of the data set alone.
 */
export function mixGenerated(
  dataset: Pick<Dataset, 'labels' | 'readInputs' | 'nameOf' | 'pipeline' | 'length'>,
  trainRows: Uint32Array,
  { share, digits, seed }: GeneratedShare,
): MixedData {
  const { length, pipeline } = dataset;
  const inputLength = inputLengthOf(pipeline);
  const count = Math.round(trainRows.length * share);
  const generated = generateInputs(count, { pipeline, seed, digits });
  const labels = new Uint8Array(length + count);
  labels.set(dataset.labels);
  labels.set(generated.labels, length);
  const rows = new Uint32Array(trainRows.length + count);
  rows.set(trainRows);
  for (let i = 0; i < count; i++) rows[trainRows.length + i] = length + i;
  return {
    labels,
    trainRows: rows,
    nameOf: (row) => (row < length ? dataset.nameOf(row) : `generated: ${generated.names[row - length]}`),
    readInputs(wanted, out) {
      for (let i = 0; i < wanted.length; i++) {
        const row = wanted[i];
        const place = out.subarray(i * inputLength, (i + 1) * inputLength);
        if (row < length) dataset.readInputs([row], place);
        else place.set(generated.inputs.subarray((row - length) * inputLength, (row - length + 1) * inputLength));
      }
    },
  };
}
