import { statSync } from 'node:fs';

import { explainSystemError, systemErrorCode } from '../files/explainSystemError.js';
import { fileSource } from './fileSource.js';
import { folderSource } from './folderSource.js';
import type { Source } from './source.js';

/**
 * The data set at `path`, whose format its content tells once it is opened. Throws DatasetError if
 * a file cannot be one, or an Error with the path if the system refuses to read it.
 */
export function detectSource(path: string): Source {
  try {
    return statSync(path).isDirectory() ? folderSource(path) : fileSource(path);
  } catch (error) {
    throw systemErrorCode(error) === undefined ? error : explainSystemError(`cannot read ${path}`, error);
  }
}
