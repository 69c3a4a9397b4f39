import type { Dataset } from '../../datasets/dataset.js';
import type { OpenDatasetOptions } from './openDataset.js';

/**
 * The `openDataset` of numerist/node: loads `./openDataset.js` on the first call, so that programs
 * that only read pictures never load it.
 */
export async function openDatasetLater(source: string, options: OpenDatasetOptions): Promise<Dataset> {
  const { openDataset } = await import('./openDataset.js');
  return openDataset(source, options);
}
