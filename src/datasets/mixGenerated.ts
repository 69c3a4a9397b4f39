import { inputLengthOf } from '../ink/pipelines.js';
import type { Dataset } from './dataset.js';
import { generateInputs } from '../generated/generateInputs.js';

/** How many generated pictures to mix into training data. */
export interface GeneratedShare {
  /** Generated pictures per training picture, 0..1. */
  readonly share: number;
  /**
   * Share of digits among them, 0..1: enough that the pen alone does not tell a network what is not
   * a digit.
   */
  readonly digits: number;
  readonly seed: number;
}

export interface MixedData extends Pick<Dataset, 'labels' | 'readInputs' | 'nameOf'> {
  /**
   * The given rows, then the generated pictures' rows, which are numbered after all rows of the
   * data set.
   */
  readonly trainRows: Uint32Array;
}

/**
 * Mixes generated pictures into training data. Generated pictures that are not digits have the
 * label 10: a network with eleven outputs learns them as it learns digits, with the same loss and
 * the same steps. Validate on rows of the data set alone.
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
