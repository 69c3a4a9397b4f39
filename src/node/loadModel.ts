import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ModelFileError } from '../errors.js';
import { parseModel, type Model } from '../network/modelFile.js';
import { explainSystemError, messageOf } from './explainSystemError.js';
import { CONFIG_FILE, WEIGHTS_FILE, replacedFolderOf } from './modelFolder.js';

/**
 * Loads a model from a model folder, a run folder (its `model/`), or a `model.safetensors` beside its config.json. Throws
 * ModelFileError where there is none or it is damaged, and Error where the system refuses to read it.
 */
export function loadModel(path: string | URL): Model {
  const folder = findModelFolder(typeof path === 'string' ? path : fileURLToPath(path));
  const configText = read(join(folder, CONFIG_FILE)).toString();
  const weights = read(join(folder, WEIGHTS_FILE));
  try {
    return parseModel(configText, weights);
  } catch (error) {
    throw error instanceof ModelFileError
      ? new ModelFileError(`${folder}: ${messageOf(error)}`, { cause: error })
      : error;
  }
}

/** The folder that holds the two files. Throws ModelFileError where `path` leads to none. */
function findModelFolder(path: string): string {
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

/** Throws Error where the system does not let us look: a model without permission is not a missing one. */
function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw explainSystemError(`cannot read ${path}`, error);
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw explainSystemError(`cannot read ${path}`, error);
  }
}
