import type { GrayImage } from '../image/pixels.js';
import type { Dataset } from './dataset.js';

/** One picture of a data set as it came, before any preprocessing. */
export interface SourceImage {
  /** Row of the data set. */
  readonly row: number;
  /** Luminance, 0 = black, 255 = white; a drawing in the alpha channel is black on white. */
  readonly luminance: GrayImage;
}

/**
 * Reads the pictures of `rows` (ascending) of a data set again from its source, one after the
 * other: a data set keeps only what preprocessing made of them. Throws DatasetError if the source
 * has changed since it was opened.
 */
export type ReadSourceImages = (
  dataset: Pick<Dataset, 'source' | 'skipped' | 'nameOf' | 'length'>,
  rows: Uint32Array,
) => AsyncIterable<SourceImage>;
