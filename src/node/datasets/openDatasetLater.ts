import type { Dataset } from '../../datasets/dataset.js';
import type { OpenDatasetOptions } from './openDataset.js';

/** `openDataset` of `./openDataset.js`, loaded when it is first called: whoever only reads pictures has no use for it. */
export async function openDataset(source: string, options: OpenDatasetOptions): Promise<Dataset> {
  const { openDataset: open } = await import('./openDataset.js');
  return open(source, options);
}
