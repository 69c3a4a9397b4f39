import { createHash } from 'node:crypto';
import type { Dataset } from '../../datasets/dataset.js';
import { parseSplitFile, type SplitFile } from '../../datasets/splitFile.js';
import { DatasetError } from '../../errors.js';
import { readFileAt } from '../files/readFileAt.js';

/**
 * SHA-256, in hex, of the names and labels of all pictures; it does not depend on the
 * preprocessing.
 */
export function identityOf({ length, labels, nameOf }: Pick<Dataset, 'length' | 'labels' | 'nameOf'>): string {
  const hash = createHash('sha256');
  for (let row = 0; row < length; row++) hash.update(`${labels[row]} ${nameOf(row)}\n`);
  return hash.digest('hex');
}

/**
 * Reads the split file of a data set. Throws DatasetError if it is not a split file or belongs to
 * other data.
 */
export function readSplitFile(
  path: string,
  dataset: Pick<Dataset, 'source' | 'length' | 'labels' | 'nameOf'>,
): SplitFile {
  const split = parseSplitFile(readFileAt(path).toString(), path);
  if (split.parts.length !== dataset.length || split.data !== identityOf(dataset)) {
    throw new DatasetError(
      `${path}: the split must belong to the data. Received one for ${split.parts.length} pictures, and ${dataset.source} with ${dataset.length}: other pictures, names or labels.`,
    );
  }
  return split;
}
