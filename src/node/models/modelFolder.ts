import { basename, dirname, join } from 'node:path';

export const CONFIG_FILE = 'config.json';
export const WEIGHTS_FILE = 'model.safetensors';

/** Where the old model is for the moment in which `saveModel` puts a new one in its place; it stays there after a kill. */
export function replacedFolderOf(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.replaced`);
}
