import { closeSync, createReadStream, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync, constants } from 'node:zlib';

import { DatasetError } from '../../errors.js';
import { messageOf } from '../../messageOf.js';
import { readFully } from './fileWindow.js';

const CHUNK_BYTES = 1 << 18;

/**
 * The bytes of a file, chunk by chunk, unpacked if they are gzip. Throws DatasetError if the gzip
 * is damaged.
 */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  yield* isGzip(readStart(path, 2)) ? gunzipped(file, path) : (file as AsyncIterable<Uint8Array>);
}

/** What is packed in a gzip. Throws DatasetError, with `name`, if the gzip is damaged. */
export async function* gunzipped(packed: Readable, name: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const done = pipeline(packed, gunzip);
  done.catch(() => undefined); // `gunzip` throws the same error
  try {
    yield* gunzip as Readable as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new DatasetError(`${name}: the gzip file is truncated or corrupt (${messageOf(error)}).`, { cause: error });
  } finally {
    packed.destroy();
  }
}

/** The first `length` bytes of a file as stored on disk, fewer if it is shorter. */
export function readStart(path: string, length: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readFully(file, bytes, 0));
  } finally {
    closeSync(file);
  }
}

/**
 * The first `length` bytes of a file, fewer if it is shorter, and unpacked if they are gzip. Empty
 * if the gzip is damaged.
 */
export function readUnpackedStart(path: string, length: number): Buffer {
  const start = readStart(path, length);
  if (!isGzip(start)) return start;
  try {
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 2 ** 24 });
  } catch {
    return Buffer.alloc(0);
  }
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
