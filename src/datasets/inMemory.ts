import type { PipelineName } from '../ink/pipeline.js';
import { inputLengthOf } from '../ink/pipelines.js';
import type { Dataset, RowPart } from './dataset.js';

/** Network inputs in memory, without labels; `rows` are all of them. */
export interface InputsInMemory extends Pick<Dataset, 'readInputs' | 'pipeline'> {
  readonly rows: Uint32Array;
}

/** Inputs [N, height * width] in memory, in the form in which data sets are read. */
export function inMemory(inputs: Uint8Array, pipeline: PipelineName): InputsInMemory {
  const length = inputLengthOf(pipeline);
  return {
    pipeline,
    rows: Uint32Array.from({ length: inputs.length / length }, (_, row) => row),
    readInputs(wanted, out) {
      for (let i = 0; i < wanted.length; i++) {
        out.set(inputs.subarray(wanted[i] * length, (wanted[i] + 1) * length), i * length);
      }
    },
  };
}

/** Labelled network inputs, as plain data that can be stored or sent to a worker. */
export interface LabelledInputs {
  /** What a person calls them. */
  readonly name: string;
  /** [N, height * width], 0 = paper, 255 = ink. */
  readonly inputs: Uint8Array;
  /** [N], 0..9. */
  readonly labels: Uint8Array;
  /** [N], the part that the source itself gives each row; null if it gives none. */
  readonly splits: readonly (RowPart | null)[] | null;
  /** What makes its labels or pictures doubtful, one sentence each. @default none */
  readonly warnings?: readonly string[];
}

/** A data set of inputs in memory, prepared by `pipeline`. */
export function datasetInMemory(
  { name, inputs, labels, splits, warnings = [] }: LabelledInputs,
  pipeline: PipelineName,
): Dataset {
  const { readInputs } = inMemory(inputs, pipeline);
  return {
    source: name,
    format: 'memory',
    pipeline,
    length: labels.length,
    labels,
    splits,
    blank: countBlank(inputs, inputLengthOf(pipeline)),
    skipped: [],
    notes: [],
    warnings,
    readInputs,
    nameOf: (row) => `${name}#${row}`,
    close: () => undefined,
  };
}

/** The number of inputs without ink. */
function countBlank(inputs: Uint8Array, length: number): number {
  let blank = 0;
  for (let from = 0; from < inputs.length; from += length) {
    let at = from;
    while (at < from + length && inputs[at] === 0) at++;
    if (at === from + length) blank++;
  }
  return blank;
}
