import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';

import { type DataFile, readHead } from '../../datasets/sources/dataFile.js';
import {
  checkUnpacked,
  contentStart,
  LOCAL_HEADER_BYTES,
  refuseEntry,
  type ZipEntry,
} from '../../formats/encodings/zipEntry.js';
import { DatasetError } from '../../errors.js';
import { messageOf } from '../../messageOf.js';
import { readFully } from './fileWindow.js';
import { gunzipped, isGzip } from './readChunks.js';

const CHUNK_BYTES = 1 << 18;

/**
 * A file in a zip, which is read piece by piece, however large it is. `zip` is the open file at
 * `path`.
 */
export function zippedFile(path: string, zip: number, entry: ZipEntry): DataFile {
  const name = `${path}: ${entry.name}`;
  const stored = (): AsyncGenerator<Uint8Array> => explained(name, inflated(path, zip, entry));
  const startsGzip = async (): Promise<boolean> => isGzip(await readHead({ ...file, chunks: stored }, 2));
  const file: DataFile = {
    path: entry.name,
    name,
    size: entry.size,
    isGzip: startsGzip,
    async *chunks() {
      yield* (await startsGzip()) ? gunzipped(Readable.from(stored()), name) : stored();
    },
  };
  return file;
}

async function* explained(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw new DatasetError(`${name} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

/** The content of an entry, checked against the directory of the zip behind its last byte. */
async function* inflated(path: string, zip: number, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  refuseEntry(entry, Infinity);
  if (entry.compressedSize === 0) return;
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  const start = contentStart(entry, header.subarray(0, readFully(zip, header, entry.offset)));
  const packed = createReadStream(path, {
    start,
    end: start + entry.compressedSize - 1,
    highWaterMark: CHUNK_BYTES,
  });
  let [size, crc] = [0, 0];
  try {
    const content: AsyncIterable<Uint8Array> = entry.method === 0 ? packed : inflate(packed);
    for await (const chunk of content) {
      size += chunk.length;
      crc = crc32(chunk, crc);
      if (size > entry.size) break;
      yield chunk;
    }
  } finally {
    packed.destroy();
  }
  checkUnpacked(entry, size, crc);
}

function inflate(packed: Readable): AsyncIterable<Uint8Array> {
  const inflater = createInflateRaw({ chunkSize: CHUNK_BYTES });
  pipeline(packed, inflater).catch(() => undefined); // `inflater` throws the same error
  return inflater as Readable as AsyncIterable<Uint8Array>;
}
