import { stretchDark } from '../../ink/stretchDark.js';
import type { Dataset } from '../../datasets/dataset.js';
import type { SourceImage } from '../../datasets/sourceImage.js';
import { DatasetError } from '../../errors.js';
import type { GrayImage } from '../../image/pixels.js';
import { toLuminance } from '../../ink/toLuminance.js';
import { decodeImage } from '../pictures/decodeImage.js';
import { defaultCacheFolder } from './cacheFolder.js';
import { detectSource } from './detectSource.js';
import { resolveSource } from './resolveSource.js';

/**
 * Reads the pictures behind `rows` (ascending) of a data set from its source again, one after the
 * other, because a data set stores only preprocessed inputs. Throws DatasetError if the source has
 * changed.
 */
export async function* readSourcePictures(
  dataset: Pick<Dataset, 'source' | 'skipped' | 'nameOf' | 'length'>,
  rows: Uint32Array,
  { cacheFolder = defaultCacheFolder() }: { readonly cacheFolder?: string } = {},
): AsyncGenerator<SourceImage> {
  const skipped = new Set(dataset.skipped.map(({ name }) => name));
  const { pictures } = await detectSource(resolveSource(dataset.source, cacheFolder)).open();
  let row = 0;
  let next = 0;
  for await (const picture of pictures) {
    if (next === rows.length) return;
    if (picture.kind === 'unreadable' || skipped.has(picture.name)) continue;
    if (row++ !== rows[next]) continue;
    if (dataset.nameOf(rows[next]) !== picture.name) break;
    yield { row: rows[next], luminance: picture.kind === 'gray' ? grayOf(picture) : await decoded(picture.bytes) };
    next++;
  }
  if (next < rows.length) {
    throw new DatasetError(`${dataset.source}: the pictures must be those that were opened. They have changed since.`);
  }
}

/** Copies the picture: the bytes of a source are valid only until its next picture. */
function grayOf({ width, height, luminance }: { width: number; height: number; luminance: Uint8Array }): GrayImage {
  return { width, height, data: Uint8Array.from(luminance) };
}

async function decoded(bytes: Uint8Array): Promise<GrayImage> {
  const image = await decodeImage(bytes);
  return { width: image.width, height: image.height, data: stretchDark(toLuminance(image)) };
}
