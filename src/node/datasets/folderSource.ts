import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Placed, Placement } from '../../datasets/classFolders.js';
import type { FileSet } from '../../datasets/sources/fileSet.js';
import { openFileSet } from '../../datasets/sources/openFileSet.js';
import type { SourcePicture } from '../../datasets/sources/source.js';
import { DatasetError } from '../../errors.js';
import { explainSystemError } from '../files/explainSystemError.js';
import { diskFile } from './diskFiles.js';
import { fileIdentity, type FileFacts } from './fileIdentity.js';
import { readFully } from './fileWindow.js';
import { listFiles } from './listFiles.js';
import type { Source } from './source.js';
import { openZip } from './zipSource.js';

/** Larger than most pictures of a data set. */
const BUFFER_BYTES = 65_536;

/** A folder that holds a data set. */
export function folderSource(path: string): Source {
  const files = listFiles(path);
  const set: FileSet = {
    path,
    format: 'folder',
    paths: files.map((file) => file.path),
    fileAt: (index) => diskFile(path, files[index]),
    pictures: (placements) => readPictures(path, files, placements),
    openZip: (index) => openZip(join(path, files[index].path)),
  };
  return {
    path,
    identity: fileIdentity(files),
    open() {
      if (files.length > 0) return openFileSet(set);
      throw new DatasetError(
        `${path}: the folder must hold pictures in folders named 0 to 9. Received an empty folder.`,
      );
    },
  };
}

function* readPictures(
  path: string,
  files: readonly FileFacts[],
  placements: readonly Placement[],
): Generator<SourcePicture> {
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  for (const [i, { path: name }] of files.entries()) {
    const placement = placements[i];
    yield 'reason' in placement
      ? { kind: 'unreadable', name, reason: placement.reason }
      : readPicture(path, name, placement, buffer);
  }
}

function readPicture(path: string, name: string, { label, split }: Placed, buffer: Buffer): SourcePicture {
  try {
    return { kind: 'encoded', name, label, split, bytes: readBytes(join(path, name), buffer) };
  } catch (error) {
    return { kind: 'unreadable', name, reason: explainSystemError('cannot read it', error).message };
  }
}

/**
 * Reads a file into `buffer` if it fits: a small file then needs no allocation and no call for its
 * size.
 */
function readBytes(path: string, buffer: Buffer): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const length = readFully(file, buffer, 0);
    return length < buffer.length ? buffer.subarray(0, length) : readFileSync(path);
  } finally {
    closeSync(file);
  }
}
