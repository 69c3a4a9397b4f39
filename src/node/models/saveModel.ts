import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

import { modelFiles, type Model, type SerialiseOptions } from '../../formats/native/modelFile.js';
import { explainSystemError } from '../files/explainSystemError.js';
import { replaceFolder } from '../files/replaceFolder.js';
import { CONFIG_FILE, WEIGHTS_FILE } from '../../formats/native/fileNames.js';

/**
 * Writes a model to a folder and replaces an older model there. The two files appear together: they
 * are written to a temporary folder, which is then renamed. Even if the process is killed,
 * `loadModel` finds a model at `path`, the new or the old one. Throws RangeError if the folder
 * holds anything but a model, and Error if the system refuses.
 */
export function saveModel(path: string, model: Model, options?: SerialiseOptions): void {
  const folder = resolve(path);
  const files = modelFiles(model, options);
  try {
    checkHoldsOnlyAModel(folder);
    replaceFolder(folder, files);
  } catch (error) {
    throw error instanceof RangeError ? error : explainSystemError(`cannot write the model ${path}`, error);
  }
}

/** The whole folder is replaced, so it must hold nothing that a user would miss. */
function checkHoldsOnlyAModel(folder: string): void {
  const others = existsSync(folder)
    ? readdirSync(folder).filter((name) => name !== CONFIG_FILE && name !== WEIGHTS_FILE)
    : [];
  if (others.length > 0) {
    throw new RangeError(
      `model folder must hold only a model, or not exist. Received ${folder}, which holds ${others[0]}.`,
    );
  }
}
