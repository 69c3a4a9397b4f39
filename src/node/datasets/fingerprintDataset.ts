import { createHash } from 'node:crypto';
import { formatCorrections, type Corrections } from '../../datasets/corrections.js';
import type { Dataset } from '../../datasets/dataset.js';
import { INPUT_LENGTH } from '../../ink/pipeline.js';

const ROWS = 4096;

/** SHA-256, in hex, of the group numbers [N]. */
export function fingerprintGroups(groups: Uint32Array): string {
  return createHash('sha256').update(groups.join('\n')).digest('hex');
}

/** SHA-256, in hex, of the parts [N] that a split file assigns. */
export function fingerprintSplit(parts: Dataset['splits']): string {
  return createHash('sha256')
    .update((parts ?? []).join('\n'))
    .digest('hex');
}

/** SHA-256, in hex, of corrections as a file. */
export function fingerprintCorrections(corrections: Corrections): string {
  return createHash('sha256').update(formatCorrections(corrections)).digest('hex');
}

/** SHA-256, in hex, of the labels and all inputs, in order. */
export function fingerprintDataset(dataset: Pick<Dataset, 'labels' | 'readInputs' | 'length'>): string {
  const hash = createHash('sha256').update(dataset.labels);
  const inputs = new Uint8Array(ROWS * INPUT_LENGTH);
  for (let first = 0; first < dataset.length; first += ROWS) {
    const rows = Array.from({ length: Math.min(ROWS, dataset.length - first) }, (_, i) => first + i);
    dataset.readInputs(rows, inputs);
    hash.update(inputs.subarray(0, rows.length * INPUT_LENGTH));
  }
  return hash.digest('hex');
}
