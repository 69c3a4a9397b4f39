import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { ImageError } from '../../errors.js';
import { explainSystemError } from '../files/explainSystemError.js';

/**
 * Far more than any picture within the pixel budget has. Longer files are not read to their end.
 */
const MAX_PICTURE_BYTES = 128 * 1024 * 1024;

/**
 * The bytes of a picture file. Rejects with ImageError if it is too long, and with Error if the
 * system cannot read it.
 */
export async function readPictureFile(path: string | URL): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= MAX_PICTURE_BYTES) return await readFile(path);
  } catch (error) {
    throw explainSystemError(`cannot read ${typeof path === 'string' ? path : fileURLToPath(path)}`, error);
  }
  throw tooLong();
}

/**
 * The bytes of a picture from a stream, which is read to its end. Rejects with ImageError if it is
 * too long.
 */
export async function readPictureStream(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_PICTURE_BYTES) throw tooLong();
  }
  return Buffer.concat(chunks);
}

function tooLong(): ImageError {
  return new ImageError(`picture must have at most ${MAX_PICTURE_BYTES} bytes. Received more.`);
}
