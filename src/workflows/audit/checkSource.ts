import { checkOrientation } from '../../audit/checkOrientation.js';
import { checkPictures } from '../../audit/checkPictures.js';
import type { Finding } from '../../audit/finding.js';
import { pictureFacts } from '../../audit/pictureFacts.js';
import type { Dataset } from '../../datasets/dataset.js';
import { mostProbableDigit } from '../../evaluation/predictions.js';
import { INPUT_LENGTH } from '../../ink/pipeline.js';
import type { Model } from '../../formats/native/modelFile.js';
import { readSourcePictures } from '../../node/datasets/readSourcePictures.js';
import { inMemory } from '../predict/inMemory.js';
import { predictRows } from '../predict/predictRows.js';

export interface CheckSourceOptions {
  /** Called with the number of pictures done. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
  /** Where data sets that are known by name were fetched to. */
  readonly cacheFolder?: string;
}

/**
 * What the pictures of a data set show before preprocessing: cut-off and off-centre digits, and those of the other polarity. The source is
 * read once more. Throws DatasetError where it has changed since it was opened, and the signal's reason where it is aborted.
 */
export async function checkSource(dataset: Dataset, options: CheckSourceOptions = {}): Promise<Finding[]> {
  const { onProgress, signal, cacheFolder } = options;
  const check = checkPictures(dataset.length);
  const rows = Uint32Array.from({ length: dataset.length }, (_, row) => row);
  let done = 0;
  for await (const { row, luminance } of readSourcePictures(
    dataset,
    rows,
    cacheFolder === undefined ? {} : { cacheFolder },
  )) {
    check.add(row, pictureFacts(luminance));
    if (++done % 256 === 0) onProgress?.(done);
    signal?.throwIfAborted();
  }
  return check.findings();
}

/** Whether the pictures lie as their labels say, by a model that reads upright digits and takes the data set's preprocessing. */
export function checkOrientationWith(
  model: Model,
  dataset: Pick<Dataset, 'length' | 'labels' | 'splits' | 'pipeline' | 'readInputs'>,
  { threads = 1, signal }: { readonly threads?: number; readonly signal?: AbortSignal } = {},
): Promise<Finding[]> {
  const read = async (inputs: Uint8Array): Promise<Uint8Array> => {
    const data = inMemory(inputs, dataset.pipeline);
    const probabilities = await predictRows(model, data, data.rows, { threads, ...(signal && { signal }) });
    return Uint8Array.from({ length: inputs.length / INPUT_LENGTH }, (_, n) => mostProbableDigit(probabilities, n));
  };
  return checkOrientation({ ...dataset, parts: dataset.splits }, { read });
}
