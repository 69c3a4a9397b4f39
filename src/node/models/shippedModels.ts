import { existsSync } from 'node:fs';

import { CONFIG_FILE, WEIGHTS_FILE } from '../../formats/native/fileNames.js';
import { parseModel, type Model } from '../../formats/native/modelFile.js';
import { packageFile, packageRoot } from '../files/packageRoot.js';
import { loadModel } from './loadModel.js';

const DEFAULT = 'models/standard/';

/** The folder of the models that come with the package. Throws Error in a bundle. */
export function shippedModelsUrl(): URL {
  return packageFile('models/');
}

/** The folder of the model that is used if none is named. Throws Error in a bundle. */
export function defaultModelUrl(): URL {
  return packageFile(DEFAULT);
}

/**
 * The model that is used if none is named. In a bundle, which has no folder of models, it comes
 * from `embeddedModel.js`. Rejects with Error if there is neither.
 */
export async function loadDefaultModel(): Promise<Model> {
  const root = packageRoot();
  if (root !== null && hasFiles(new URL(DEFAULT, root))) return loadModel(new URL(DEFAULT, root));
  const { embeddedModel } = await import('./embeddedModel.js');
  if (embeddedModel === null) return loadModel(defaultModelUrl());
  return parseModel(embeddedModel.config, Buffer.from(embeddedModel.weights, 'base64'));
}

function hasFiles(folder: URL): boolean {
  return [CONFIG_FILE, WEIGHTS_FILE].every((name) => existsSync(new URL(name, folder)));
}
