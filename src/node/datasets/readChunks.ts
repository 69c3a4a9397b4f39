import { closeSync, createReadStream, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync, constants } from 'node:zlib';

import { DatasetError } from '../../errors.js';
import { messageOf } from '../files/explainSystemError.js';
import { readFully } from './fileWindow.js';

const CHUNK_BYTES = 1 << 18;

/**
 * The bytes of a file, chunk by chunk, unpacked if they are gzip. Throws DatasetError if the gzip
 * is damaged.
 */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (!isGzip(readStart(path, 2))) {
    yield* file as AsyncIterable<Uint8Array>;
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const done = pipeline(file, gunzip);
  done.catch(() => undefined); // `gunzip` throws the same error
  try {
    yield* gunzip as Readable as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new DatasetError(`${path}: the gzip file is truncated or corrupt (${messageOf(error)}).`, { cause: error });
  } finally {
    file.destroy();
  }
}

/**
 * Skips `skip` bytes, then cuts chunks of any size into records of `length` bytes, each valid until
 * the next. The last one may be shorter.
 */
export async function* cutRecords(
  chunks: AsyncIterable<Uint8Array>,
  skip: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  const carried = new Uint8Array(length);
  let held = 0;
  let toSkip = skip;
  for await (const chunk of chunks) {
    let at = Math.min(toSkip, chunk.length);
    toSkip -= at;
    if (held > 0) {
      const missing = Math.min(length - held, chunk.length);
      carried.set(chunk.subarray(0, missing), held);
      held += missing;
      at = missing;
      if (held < length) continue;
      yield carried;
    }
    for (; at + length <= chunk.length; at += length) yield chunk.subarray(at, at + length);
    held = chunk.length - at;
    carried.set(chunk.subarray(at));
  }
  if (held > 0) yield carried.subarray(0, held);
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

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
