import { checkOrientation } from '../../audit/checkOrientation.js';
import { checkPictures } from '../../audit/checkPictures.js';
import type { Finding } from '../../audit/finding.js';
import { pictureFacts } from '../../audit/pictureFacts.js';
import type { Dataset } from '../../datasets/dataset.js';
import { mostProbableDigit } from '../../evaluation/predictions.js';
import type { Model } from '../../formats/native/modelFile.js';
import { inMemory } from '../../datasets/inMemory.js';
import type { ReadSourceImages } from '../../datasets/sourceImage.js';
import type { Platform } from '../platform.js';
import { predictRows } from '../predict/predictRows.js';

export interface CheckSourceOptions {
  /** Called with the number of pictures done. */
  readonly onProgress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks the pictures of a data set as they were before preprocessing: cut-off and off-centre
 * digits, and inverted ones. The source is read once more. Throws DatasetError if it has changed
 * since it was opened, and the signal's reason if it is aborted.
 */
export async function checkSource(
  dataset: Dataset,
  readSource: ReadSourceImages,
  { onProgress, signal }: CheckSourceOptions = {},
): Promise<Finding[]> {
  const check = checkPictures(dataset.length);
  const rows = Uint32Array.from({ length: dataset.length }, (_, row) => row);
  let done = 0;
  for await (const { row, luminance } of readSource(dataset, rows)) {
    check.add(row, pictureFacts(luminance));
    if (++done % 256 === 0) onProgress?.(done);
    signal?.throwIfAborted();
  }
  return check.findings();
}

/**
 * Checks whether the pictures are upright, with a model that reads upright digits and takes the
 * data set's preprocessing.
 */
export function checkOrientationWith(
  platform: Pick<Platform, 'startThreads' | 'nextTurn'>,
  model: Model,
  dataset: Pick<Dataset, 'length' | 'labels' | 'splits' | 'pipeline' | 'readInputs'>,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const read = async (inputs: Uint8Array): Promise<Uint8Array> => {
    const data = inMemory(inputs, dataset.pipeline);
    const probabilities = await predictRows(platform, model, data, data.rows, { signal });
    return Uint8Array.from(data.rows, (n) => mostProbableDigit(probabilities, n));
  };
  return checkOrientation({ ...dataset, parts: dataset.splits }, { read });
}
