import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { serialiseModel, type Model, type SerialiseOptions } from '../../formats/native/modelFile.js';
import { explainSystemError } from '../files/explainSystemError.js';
import { CONFIG_FILE, WEIGHTS_FILE, replacedFolderOf } from './modelFolder.js';
import { temporaryPathFor } from '../files/writeAtomically.js';

/**
 * Writes a model to a folder and replaces an older model there. The two files appear together: they
 * are written to a temporary folder, which is then renamed. Even if the process is killed,
 * `loadModel` finds a model at `path`, the new or the old one. Throws RangeError if the folder
 * holds anything but a model, and Error if the system refuses.
 */
export function saveModel(path: string, model: Model, options?: SerialiseOptions): void {
  const folder = resolve(path);
  const { configText, weights } = serialiseModel(model, options);
  const written = temporaryPathFor(folder);
  const replaced = replacedFolderOf(folder);
  try {
    mkdirSync(dirname(folder), { recursive: true });
    checkHoldsOnlyAModel(folder);
    mkdirSync(written);
    writeFileSync(join(written, CONFIG_FILE), configText, { flush: true });
    writeFileSync(join(written, WEIGHTS_FILE), weights, { flush: true });
    if (existsSync(folder)) {
      // Left by a save that was killed at the end.
      rmSync(replaced, { recursive: true, force: true });
      renameSync(folder, replaced);
    }
    renameSync(written, folder);
    rmSync(replaced, { recursive: true, force: true });
  } catch (error) {
    if (existsSync(written)) rmSync(written, { recursive: true });
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
