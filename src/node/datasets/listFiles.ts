import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

import { isClutter } from '../../datasets/classFolders.js';
import { explainSystemError } from '../files/explainSystemError.js';
import type { FileFacts } from './fileIdentity.js';

/**
 * Lists every file below a folder except clutter, with paths relative to it and `/` as the
 * separator. Ordered by name, with numbers in numeric order (2.png before 10.png): the order is the
 * same on every disk. Links are followed, except to a folder above them. Throws an Error that
 * names the folder if the system refuses to list one.
 */
export function listFiles(folder: string): FileFacts[] {
  const files: FileFacts[] = [];
  collect(folder, '', [realFolder(folder)], files);
  return files;
}

/** Adds the files of a folder. `way` has the real paths of the folders from the top down to it. */
function collect(folder: string, prefix: string, way: readonly string[], files: FileFacts[]): void {
  for (const entry of sortedEntries(join(folder, prefix))) {
    const path = prefix + entry.name;
    if (isClutter(entry.name)) continue;
    if (entry.isFile()) {
      files.push(facts(folder, path));
    } else if (entry.isDirectory()) {
      collect(folder, `${path}/`, [...way, join(way[way.length - 1], entry.name)], files);
    } else if (entry.isSymbolicLink()) {
      const target = statSync(join(folder, path), { throwIfNoEntry: false });
      // A dangling link is kept, so that it is reported as a file that could not be read.
      if (target?.isDirectory() !== true) {
        files.push({ path, size: target?.size ?? 0, mtimeMs: target?.mtimeMs ?? 0 });
        continue;
      }
      const real = realFolder(join(folder, path));
      if (!way.includes(real)) collect(folder, `${path}/`, [...way, real], files);
    }
  }
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    throw explainSystemError(`cannot list the folder ${folder}`, error);
  }
}

function facts(folder: string, path: string): FileFacts {
  // The file may have been deleted since the folder was listed; reading it will report that.
  const stats = statSync(join(folder, path), { throwIfNoEntry: false });
  return { path, size: stats?.size ?? 0, mtimeMs: stats?.mtimeMs ?? 0 };
}

function sortedEntries(folder: string): Dirent[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw explainSystemError(`cannot list the folder ${folder}`, error);
  }
  return entries
    .map((entry) => ({ entry, key: naturalKey(entry.name) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ entry }) => entry);
}

/** A sort key that puts numbers in names in numeric order. */
function naturalKey(name: string): string {
  return name.replace(/\d+/g, (digits) => digits.padStart(16, '0'));
}
