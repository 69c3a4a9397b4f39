import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

import { isClutter } from '../../datasets/classFolders.js';
import { explainSystemError } from '../files/explainSystemError.js';
import type { FileFacts } from './fileIdentity.js';

/** Depth limit; it also ends loops of symbolic links. */
const MAX_DEPTH = 8;

/**
 * Lists every file below a folder except clutter, with paths relative to it and `/` as the
 * separator. Ordered by name, with numbers in numeric order (2.png before 10.png): the order is the
 * same on every disk. Throws an Error that names the folder if the system refuses to list one.
 */
export function listFiles(folder: string): FileFacts[] {
  const files: FileFacts[] = [];
  collect(folder, '', 0, files);
  return files;
}

function collect(folder: string, prefix: string, depth: number, files: FileFacts[]): void {
  for (const entry of sortedEntries(join(folder, prefix))) {
    const path = prefix + entry.name;
    if (isClutter(entry.name)) continue;
    if (entry.isFile()) {
      files.push(facts(folder, path));
    } else if (entry.isDirectory()) {
      if (depth < MAX_DEPTH) collect(folder, `${path}/`, depth + 1, files);
    } else if (entry.isSymbolicLink()) {
      const target = statSync(join(folder, path), { throwIfNoEntry: false });
      if (target?.isDirectory() === true && depth < MAX_DEPTH) collect(folder, `${path}/`, depth + 1, files);
      // A dangling link is kept, so that it is reported as a file that could not be read.
      else files.push({ path, size: target?.size ?? 0, mtimeMs: target?.mtimeMs ?? 0 });
    }
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
