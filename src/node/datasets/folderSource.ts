import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { placeInClasses } from '../../datasets/classFolders.js';
import { DatasetError } from '../../errors.js';
import { explainSystemError } from '../files/explainSystemError.js';
import { fileIdentity, type FileFacts } from './fileIdentity.js';
import { readFully } from './fileWindow.js';
import type { Source, SourcePicture } from './source.js';

/** Larger than most pictures of a data set. */
const BUFFER_BYTES = 65_536;

/** A folder of class folders. `files` is the result of `listFiles(path)`. */
export function folderSource(path: string, files: readonly FileFacts[]): Source {
  return {
    path,
    format: 'folder',
    identity: fileIdentity(files),
    open: () => Promise.resolve({ total: files.length, notes: [], pictures: readPictures(path, files) }),
  };
}

function* readPictures(path: string, files: readonly FileFacts[]): Generator<SourcePicture> {
  if (files.length === 0) {
    throw new DatasetError(`${path}: the folder must hold pictures in folders named 0 to 9. Received an empty folder.`);
  }
  const placements = placeInClasses(
    files.map((file) => file.path),
    path,
  );
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  for (const [i, { path: name }] of files.entries()) {
    const placement = placements[i];
    yield 'reason' in placement
      ? { kind: 'unreadable', name, reason: placement.reason }
      : readPicture(path, name, placement, buffer);
  }
}

function readPicture(
  path: string,
  name: string,
  placement: Pick<SourcePicture & { kind: 'encoded' }, 'label' | 'split'>,
  buffer: Buffer,
): SourcePicture {
  try {
    return { kind: 'encoded', name, ...placement, bytes: readBytes(join(path, name), buffer) };
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
