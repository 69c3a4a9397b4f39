import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { ImageError } from '../../errors.js';
import type { DecodeOptions } from '../../image/pixelBudget.js';
import { explainSystemError } from '../files/explainSystemError.js';

/**
 * More than pictures within the default pixel budget have. Longer files are not read to their end.
 */
const PICTURE_BYTES = 128 * 1024 * 1024;
/** As many as pixels of 16 bits per channel have without compression. */
const BYTES_PER_PIXEL = 8;

/**
 * The bytes of a picture file. Rejects with ImageError if it is longer than any picture of
 * `maxPixels` has to be, and with Error if the system cannot read it.
 */
export async function readPictureFile(path: string | URL, options: DecodeOptions = {}): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= mostBytes(options)) return await readFile(path);
  } catch (error) {
    throw explainSystemError(`cannot read ${typeof path === 'string' ? path : fileURLToPath(path)}`, error);
  }
  throw tooLong(options);
}

/**
 * The bytes of a picture from a stream, which is read to its end. Rejects with ImageError if it is
 * longer than any picture of `maxPixels` has to be.
 */
export async function readPictureStream(
  stream: AsyncIterable<Uint8Array>,
  options: DecodeOptions = {},
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes(options)) throw tooLong(options);
  }
  return Buffer.concat(chunks);
}

function mostBytes({ maxPixels = 0 }: DecodeOptions): number {
  return Math.max(PICTURE_BYTES, BYTES_PER_PIXEL * maxPixels);
}

function tooLong(options: DecodeOptions): ImageError {
  const { limitName } = options;
  const advice = limitName === undefined ? '' : ` Raise ${limitName}: ${BYTES_PER_PIXEL} bytes per pixel may come.`;
  return new ImageError(`picture must have at most ${mostBytes(options)} bytes. Received more.${advice}`);
}
