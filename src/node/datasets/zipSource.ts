import { closeSync, openSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';

import { placeInClasses } from '../../datasets/classFolders.js';
import { messageOf } from '../files/explainSystemError.js';
import { FileWindow } from './fileWindow.js';
import { factsOf, fileIdentity } from './fileIdentity.js';
import type { OpenSource, Source, SourcePicture } from './source.js';
import { readZipDirectory, type ZipEntry } from './zipDirectory.js';

const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_MAGIC = 0x04034b50;
const MAX_PICTURE_BYTES = 64 * 2 ** 20;

/** A zip of class folders. */
export function zipSource(path: string): Source {
  return { path, format: 'zip', identity: fileIdentity([factsOf(path)]), open: () => openZip(path) };
}

async function openZip(path: string): Promise<OpenSource> {
  const file = openSync(path, 'r');
  try {
    const entries = await readZipDirectory(path, file);
    return { total: entries.length, notes: [], pictures: readPictures(path, file, entries) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function* readPictures(path: string, file: number, entries: readonly ZipEntry[]): Generator<SourcePicture> {
  try {
    const placements = placeInClasses(
      entries.map((entry) => entry.name),
      path,
    );
    const window = new FileWindow(file);
    for (const [i, entry] of entries.entries()) {
      const { name } = entry;
      const placement = placements[i];
      if ('reason' in placement) {
        yield { kind: 'unreadable', name, reason: placement.reason };
        continue;
      }
      let picture: SourcePicture;
      try {
        picture = { kind: 'encoded', name, ...placement, bytes: readEntry(window, entry) };
      } catch (error) {
        picture = { kind: 'unreadable', name, reason: messageOf(error) };
      }
      yield picture;
    }
  } finally {
    closeSync(file);
  }
}

/** The bytes of one entry, checked against the directory. */
function readEntry(window: FileWindow, entry: ZipEntry): Uint8Array {
  if (entry.encrypted) throw new Error('the zip entry is encrypted');
  if (entry.size > MAX_PICTURE_BYTES) throw new Error(`the zip entry is larger than ${MAX_PICTURE_BYTES} bytes`);
  const header = window.read(entry.offset, LOCAL_HEADER_BYTES);
  if (header.length < LOCAL_HEADER_BYTES || header.readUInt32LE(0) !== LOCAL_HEADER_MAGIC) {
    throw new Error('the zip entry has no header where the directory says');
  }
  const start = entry.offset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const bytes = unpack(window.read(start, entry.compressedSize), entry);
  if (bytes.length !== entry.size || crc32(bytes) !== entry.crc) {
    throw new Error('the zip entry is damaged: its size or checksum is not what the directory says');
  }
  return bytes;
}

function unpack(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  if (entry.method === 0) return bytes;
  if (entry.method === 8) return inflateRawSync(bytes, { maxOutputLength: Math.max(1, entry.size) });
  throw new Error(`zip compression must be 0 (stored) or 8 (deflated). Received ${entry.method}`);
}
