import { join } from 'node:path';

import { ModelFileError } from '../../errors.js';
import { parseModel, type Model } from '../../formats/native/modelFile.js';
import { messageOf } from '../../messageOf.js';
import { findModelFolder } from './findModelFolder.js';
import { readFileAt } from '../files/readFileAt.js';
import { CONFIG_FILE, WEIGHTS_FILE } from '../../formats/native/fileNames.js';

/**
 * Loads a model from a model folder, a run folder (its `model/`), or a `model.safetensors` beside
 * its config.json. Throws ModelFileError if there is none or it is damaged, and Error if the system
 * refuses to read it.
 */
export function loadModel(path: string | URL): Model {
  const folder = findModelFolder(path);
  const configText = readFileAt(join(folder, CONFIG_FILE)).toString();
  const weights = readFileAt(join(folder, WEIGHTS_FILE));
  try {
    return parseModel(configText, weights);
  } catch (error) {
    throw error instanceof ModelFileError
      ? new ModelFileError(`${folder}: ${messageOf(error)}`, { cause: error })
      : error;
  }
}
