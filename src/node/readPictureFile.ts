import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { ImageError } from '../errors.js';
import { explainSystemError } from './explainSystemError.js';

/** Far above any picture within the pixel budget; a longer file is not read at all. */
const MAX_PICTURE_BYTES = 128 * 1024 * 1024;

/** The bytes of a picture file. Rejects with ImageError where it is too long, and Error where the system refuses. */
export async function readPictureFile(path: string | URL): Promise<Uint8Array> {
  const shown = typeof path === 'string' ? path : fileURLToPath(path);
  try {
    const { size } = await stat(path);
    if (size <= MAX_PICTURE_BYTES) return await readFile(path);
  } catch (error) {
    throw explainSystemError(`cannot read ${shown}`, error);
  }
  throw new ImageError(`picture must have at most ${MAX_PICTURE_BYTES} bytes. Received ${shown}, which has more.`);
}
