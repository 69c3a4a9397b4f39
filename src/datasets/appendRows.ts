import { inputLengthOf } from '../ink/pipelines.js';
import type { Dataset } from './dataset.js';

/** What training needs of a data set. */
export interface MixedData extends Pick<Dataset, 'labels' | 'readInputs' | 'nameOf' | 'pipeline' | 'length'> {
  /** The rows to train on; added rows are numbered after all rows of the data set. */
  readonly trainRows: Uint32Array;
}

/** Pictures to add to training data. */
export interface AddedRows {
  /** [M, height * width], as the data set's pipeline makes them. */
  readonly inputs: Uint8Array;
  /** [M], 0..9, or 10 for a picture that is not a digit. */
  readonly labels: Uint8Array;
  /** What row i of these shows, for reports. */
  readonly nameOf: (i: number) => string;
}

/** Adds rows to the rows of a data set, and to those that are trained on. */
export function appendRows(
  dataset: Pick<Dataset, 'labels' | 'readInputs' | 'nameOf' | 'pipeline' | 'length'>,
  trainRows: Uint32Array,
  added: AddedRows,
): MixedData {
  const { length, pipeline } = dataset;
  const inputLength = inputLengthOf(pipeline);
  const count = added.labels.length;
  const labels = new Uint8Array(length + count);
  labels.set(dataset.labels);
  labels.set(added.labels, length);
  const rows = new Uint32Array(trainRows.length + count);
  rows.set(trainRows);
  for (let i = 0; i < count; i++) rows[trainRows.length + i] = length + i;
  return {
    labels,
    pipeline,
    length: length + count,
    trainRows: rows,
    nameOf: (row) => (row < length ? dataset.nameOf(row) : added.nameOf(row - length)),
    readInputs(wanted, out) {
      for (let i = 0; i < wanted.length; i++) {
        const row = wanted[i];
        const place = out.subarray(i * inputLength, (i + 1) * inputLength);
        if (row < length) dataset.readInputs([row], place);
        else place.set(added.inputs.subarray((row - length) * inputLength, (row - length + 1) * inputLength));
      }
    },
  };
}
