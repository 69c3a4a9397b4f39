import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ModelFileError } from '../../errors.js';
import { explainSystemError } from '../files/explainSystemError.js';
import { CONFIG_FILE, WEIGHTS_FILE } from '../../formats/native/fileNames.js';
import { replacedFolderOf } from '../files/replaceFolder.js';

/**
 * Finds the folder with the two files of a model, given its own path, that of a run folder or that
 * of the weights. Throws ModelFileError if there is none, and Error if the system refuses access.
 */
export function findModelFolder(pathOrUrl: string | URL): string {
  const path = typeof pathOrUrl === 'string' ? pathOrUrl : fileURLToPath(pathOrUrl);
  const found = exists(path) ? path : replacedFolderOf(path);
  if (!exists(found)) {
    throw new ModelFileError(`model must be a folder or a ${WEIGHTS_FILE}. Received ${path}, which does not exist.`);
  }
  if (!statSync(found).isDirectory()) {
    if (found.endsWith('.safetensors') && exists(join(dirname(found), CONFIG_FILE))) return dirname(found);
    throw new ModelFileError(`model must be a ${WEIGHTS_FILE} beside its ${CONFIG_FILE}. Received ${path}.`);
  }
  const inRun = join(found, 'model');
  const folder = [found, inRun, replacedFolderOf(inRun)].find((candidate) => exists(join(candidate, WEIGHTS_FILE)));
  if (folder !== undefined) return folder;
  throw new ModelFileError(
    `model must be a folder with a ${WEIGHTS_FILE} and a ${CONFIG_FILE}. Received ${path}, which has none.`,
  );
}

/** Throws Error if the system refuses access: a model without permission is not a missing one. */
function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw explainSystemError(`cannot read ${path}`, error);
  }
}
