import { closeSync, openSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';

import { placeInClasses } from '../../datasets/classFolders.js';
import {
  checkUnpacked,
  contentStart,
  LOCAL_HEADER_BYTES,
  refuseEntry,
  type ZipEntry,
} from '../../formats/encodings/zipEntry.js';
import { messageOf } from '../files/explainSystemError.js';
import { FileWindow } from './fileWindow.js';
import { factsOf, fileIdentity } from './fileIdentity.js';
import type { OpenSource, Source, SourcePicture } from './source.js';
import { readZipDirectory } from './zipDirectory.js';

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

/** The bytes of one entry, checked against the directory. Throws Error if they cannot be read. */
function readEntry(window: FileWindow, entry: ZipEntry): Uint8Array {
  refuseEntry(entry);
  const start = contentStart(entry, window.read(entry.offset, LOCAL_HEADER_BYTES));
  const packed = window.read(start, entry.compressedSize);
  const bytes = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
  checkUnpacked(entry, bytes.length, crc32(bytes));
  return bytes;
}
