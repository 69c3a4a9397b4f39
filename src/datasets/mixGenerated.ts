import { generateInputs } from '../generated/generateInputs.js';
import { appendRows, type MixedData } from './appendRows.js';
import type { Dataset } from './dataset.js';

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
  const generated = generateInputs(Math.round(trainRows.length * share), { pipeline: dataset.pipeline, seed, digits });
  return appendRows(dataset, trainRows, { ...generated, nameOf: (i) => `generated: ${generated.names[i]}` });
}
