import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

import { explainSystemError } from '../../node/files/explainSystemError.js';
import { findModelFolder } from '../../node/models/findModelFolder.js';
import { WEIGHTS_FILE } from '../../formats/native/fileNames.js';

/** The location of one version of a model. */
export interface ModelPlace {
  readonly name: string;
  /** A whole number, as digits. */
  readonly version: string;
  readonly folder: string;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Finds the models at a path: one model (a model or run folder), or a folder of models, each
 * `<name>/` or, with versions, `<name>/<number>/`. Names are sorted. Throws Error if there is no
 * model, or if a name has characters other than letters, digits, `.`, `_` and `-`.
 */
export function findModels(path: string): readonly ModelPlace[] {
  const found = isModel(path) ? [{ name: nameOf(path), version: '1', folder: path }] : below(path);
  if (found.length === 0) throw new Error(`there must be a model at or below ${path}. Received none.`);
  for (const { name, folder } of found) {
    if (NAME.test(name)) continue;
    throw new Error(`the name of a model must be up to 64 letters, digits, '.', '_' and '-'. Received ${folder}.`);
  }
  return found;
}

function below(path: string): ModelPlace[] {
  return foldersIn(path).flatMap((name) => {
    const folder = join(path, name);
    if (isModel(folder)) return [{ name, version: '1', folder }];
    return foldersIn(folder)
      .filter((version) => /^[1-9]\d{0,14}$/.test(version))
      .map((version) => ({ name, version, folder: join(folder, version) }))
      .filter((place) => existsSync(place.folder));
  });
}

function isModel(path: string): boolean {
  if (existsSync(join(path, WEIGHTS_FILE))) return true;
  try {
    findModelFolder(path);
    return true;
  } catch {
    return false;
  }
}

function nameOf(path: string): string {
  return basename(resolve(path)).replace(/\.safetensors$/, '');
}

/**
 * Skips broken links and hidden folders, which exist for a moment while a model is being replaced.
 */
function foldersIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith('.') && (entry.isDirectory() || entry.isSymbolicLink()))
      .map(({ name }) => name)
      .filter((name) => existsSync(join(path, name)))
      .sort();
  } catch (error) {
    throw explainSystemError(`cannot read ${path}`, error);
  }
}
