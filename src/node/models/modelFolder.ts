import { basename, dirname, join } from 'node:path';

export const CONFIG_FILE = 'config.json';
export const WEIGHTS_FILE = 'model.safetensors';

/**
 * The path of the old model while `saveModel` replaces it; the old model stays there if the process
 * is killed.
 */
export function replacedFolderOf(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.replaced`);
}
