import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { parseModel, serialiseModel, type Model } from '../../formats/native/modelFile.js';
import type { ModelConfig } from '../../formats/native/modelConfig.js';
import { readFileAt } from '../../node/files/readFileAt.js';
import { findModelFolder } from '../../node/models/findModelFolder.js';
import { CONFIG_FILE, WEIGHTS_FILE } from '../../formats/native/fileNames.js';

/** The files of a model, read and checked. */
export interface CheckedFiles {
  readonly configText: string;
  readonly weights: SharedArrayBuffer;
  readonly config: ModelConfig;
  /** SHA-256 of both files. */
  readonly fingerprint: string;
}

/**
 * Reads and checks the model in a folder. Throws ModelFileError if it is damaged, and Error if it
 * cannot be read.
 */
export function readModelFiles(path: string): CheckedFiles {
  const folder = findModelFolder(path);
  return checkFiles(readFileAt(join(folder, CONFIG_FILE)).toString(), readFileAt(join(folder, WEIGHTS_FILE)));
}

/** The files of a model in memory. */
export function modelFilesOf(model: Model): CheckedFiles {
  const { configText, weights } = serialiseModel(model);
  return checkFiles(configText, weights);
}

function checkFiles(configText: string, weights: Uint8Array): CheckedFiles {
  const { config } = parseModel(configText, weights);
  const shared = new SharedArrayBuffer(weights.length);
  new Uint8Array(shared).set(weights);
  const fingerprint = createHash('sha256').update(configText).update('\0').update(weights).digest('hex');
  return { configText, weights: shared, config, fingerprint };
}
