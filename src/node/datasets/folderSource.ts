import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FileSet } from '../../datasets/sources/fileSet.js';
import { openFileSet } from '../../datasets/sources/openFileSet.js';
import { placedPictures } from '../../datasets/sources/placedPictures.js';
import { DatasetError } from '../../errors.js';
import { explainSystemError } from '../files/explainSystemError.js';
import { diskFile } from './diskFiles.js';
import { fileIdentity } from './fileIdentity.js';
import { readFully } from './fileWindow.js';
import { listFiles } from './listFiles.js';
import type { Source } from './source.js';
import { openZip } from './zipSource.js';

/** Larger than most pictures of a data set. */
const BUFFER_BYTES = 65_536;

/** A folder that holds a data set. */
export function folderSource(path: string): Source {
  const files = listFiles(path);
  const paths = files.map((file) => file.path);
  const set: FileSet = {
    path,
    format: 'folder',
    paths,
    fileAt: (index) => diskFile(path, files[index]),
    pictures(placements) {
      const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
      return placedPictures(paths, placements, (index) => readPicture(join(path, paths[index]), buffer));
    },
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

/** The bytes of a picture. Throws Error with the reason if the system cannot read it. */
function readPicture(path: string, buffer: Buffer): Uint8Array {
  try {
    return readBytes(path, buffer);
  } catch (error) {
    throw explainSystemError('cannot read it', error);
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
