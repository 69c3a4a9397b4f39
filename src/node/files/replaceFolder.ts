import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from './makeFolder.js';
import { temporaryPathFor } from './writeAtomically.js';

/** Where the old folder is while a new one takes its place; after a kill it may stay there. */
export function replacedFolderOf(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}.replaced`);
}

/**
 * Writes files to a folder, in place of an older one. They appear together: they are written to a
 * folder of their own, which then takes the name. Killed at any moment, this leaves the new folder
 * or the old one, at `folder` or at `replacedFolderOf(folder)`. Throws what the system refuses.
 */
export function replaceFolder(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  const written = temporaryPathFor(folder);
  const replaced = replacedFolderOf(folder);
  try {
    makeFolder(dirname(folder));
    writeNewFolder(written, files);
    if (existsSync(folder)) {
      rmSync(replaced, { recursive: true, force: true }); // left by a call that was killed at its very end
      renameSync(folder, replaced);
    }
    renameSync(written, folder);
    rmSync(replaced, { recursive: true, force: true });
  } catch (error) {
    // If the path runs through a file, there is nothing to remove, and trying would hide why.
    if (existsSync(written)) rmSync(written, { recursive: true });
    throw error;
  }
}

/** Makes a folder with these files, whose names may have folders of their own. */
export function writeNewFolder(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  mkdirSync(folder);
  for (const [name, data] of files) {
    const path = join(folder, name);
    makeFolder(dirname(path));
    writeFileSync(path, data, { flush: true });
  }
}
