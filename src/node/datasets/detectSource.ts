import { statSync } from 'node:fs';
import { join } from 'node:path';

import { isPictureName } from '../../datasets/classFolders.js';
import { DatasetError } from '../../errors.js';
import { explainSystemError, systemErrorCode } from '../files/explainSystemError.js';
import { csvSource } from './csvSource.js';
import { folderSource } from './folderSource.js';
import { readIdxHeader } from './idxFile.js';
import { idxSource } from './idxSource.js';
import { listFiles } from './listFiles.js';
import { readUnpackedStart } from './readChunks.js';
import type { Source } from './source.js';
import { zipSource } from './zipSource.js';

const EXPECTED =
  'A data set is a folder or a zip with folders 0 to 9 of PNG or JPEG pictures, IDX files as in MNIST (.gz or not), ' +
  'or a CSV file with the columns label, pixel0, ..., pixel783.';

/** Number of files that are probed for IDX before a folder is taken for a folder of pictures. */
const MAX_PROBED = 200;

/**
 * Detects the format of the data set at `path` by its content.
 * Throws DatasetError if it is not a data set, or an Error with the path if the system refuses to
 * read it.
 */
export function detectSource(path: string): Source {
  try {
    return statSync(path).isDirectory() ? detectFolder(path) : detectFile(path);
  } catch (error) {
    throw systemErrorCode(error) === undefined ? error : explainSystemError(`cannot read ${path}`, error);
  }
}

function detectFolder(path: string): Source {
  const files = listFiles(path);
  const imageFiles = files
    .filter((file) => !isPictureName(file.path))
    .slice(0, MAX_PROBED)
    .map((file) => join(path, file.path))
    .filter((file) => readIdxHeader(file)?.kind === 'images');
  return imageFiles.length > 0 ? idxSource(path, imageFiles) : folderSource(path, files);
}

function detectFile(path: string): Source {
  const start = readUnpackedStart(path, 1024);
  if (start.length === 0) throw new DatasetError(`${path}: the file is empty or a damaged gzip. ${EXPECTED}`);
  if (start.subarray(0, 2).toString('latin1') === 'PK') return zipSource(path);
  const idx = readIdxHeader(path);
  if (idx?.kind === 'images') return idxSource(path, [path]);
  if (idx?.kind === 'labels')
    throw new DatasetError(`${path}: these are labels; name the file of the pictures. ${EXPECTED}`);
  if (/^[\u00ef\u00bb\u00bf\w ."'#+-]*,[\w ,."'\r\n-]*$/.test(start.toString('latin1'))) return csvSource(path);
  throw new DatasetError(`${path}: the format of this file was not recognised. ${EXPECTED}`);
}
