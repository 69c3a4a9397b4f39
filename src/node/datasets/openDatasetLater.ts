import type { Dataset } from '../../datasets/dataset.js';
import { messageOf } from '../../messageOf.js';
import { LEAVE_OUT, packageRoot } from '../files/packageRoot.js';
import type { OpenDatasetOptions } from './openDataset.js';

/**
 * The `openDataset` of numerist/node: loads `./openDataset.js` on the first call, so that programs
 * that only read pictures never load it. Rejects with Error in a bundle that cannot hold it.
 */
export async function openDatasetLater(source: string, options: OpenDatasetOptions): Promise<Dataset> {
  const { openDataset } = await import('./openDataset.js').catch((error: unknown) => {
    if (packageRoot() !== null) throw error;
    throw new Error(
      `numerist: data sets cannot be opened, because the bundle does not hold their code. ${LEAVE_OUT} (${messageOf(error)})`,
      { cause: error },
    );
  });
  return openDataset(source, options);
}
