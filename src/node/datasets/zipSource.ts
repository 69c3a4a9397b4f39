import { closeSync, openSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';

import { openFileSet } from '../../datasets/sources/openFileSet.js';
import { placedPictures } from '../../datasets/sources/placedPictures.js';
import type { OpenSource, SourcePicture } from '../../datasets/sources/source.js';
import {
  checkUnpacked,
  contentStart,
  LOCAL_HEADER_BYTES,
  refuseEntry,
  type ZipEntry,
} from '../../formats/encodings/zipEntry.js';
import { FileWindow } from './fileWindow.js';
import { factsOf, fileIdentity } from './fileIdentity.js';
import type { Source } from './source.js';
import { readZipDirectory } from './zipDirectory.js';
import { zippedFile } from './zippedFile.js';

/** A zip that holds a data set. */
export function zipSource(path: string): Source {
  return { path, identity: fileIdentity([factsOf(path)]), open: () => openZip(path) };
}

export async function openZip(path: string): Promise<OpenSource> {
  const file = openSync(path, 'r');
  try {
    const entries = await readZipDirectory(path, file);
    const paths = entries.map((entry) => entry.name);
    const opened = await openFileSet({
      path,
      format: 'zip',
      paths,
      fileAt: (index) => zippedFile(path, file, entries[index]),
      pictures(placements) {
        const window = new FileWindow(file);
        return placedPictures(paths, placements, (index) => readEntry(window, entries[index]));
      },
    });
    return { ...opened, pictures: closing(file, opened.pictures) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** The pictures; closes the file behind the last one, or when no more are wanted. */
async function* closing(file: number, pictures: OpenSource['pictures']): AsyncGenerator<SourcePicture> {
  try {
    yield* pictures;
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
