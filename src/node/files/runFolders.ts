import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from './makeFolder.js';
import type { RunFiles, RunStore } from '../../workflows/train/runStore.js';
import { explainSystemError, systemErrorCode } from './explainSystemError.js';
import { replaceFolder, writeNewFolder } from './replaceFolder.js';
import { temporaryPathFor, writeAtomically } from './writeAtomically.js';

/** Runs as folders: new ones are made as `<root>/<date>-<time>-<name>`. */
export function runFolders(root: string): RunStore {
  return {
    async create(name, files) {
      const path = newRunPath(root, name, new Date());
      const written = temporaryPathFor(path);
      try {
        makeFolder(root);
        writeNewFolder(written, files);
        renameSync(written, path);
      } catch (error) {
        if (existsSync(written)) rmSync(written, { recursive: true });
        const { message } = explainSystemError(`cannot make the run folder ${path}`, error);
        throw new Error(`${message}. --runs names another folder.`, { cause: error });
      }
      return Promise.resolve(runFolder(path));
    },
    open: runFolder,
  };
}

function runFolder(path: string): RunFiles {
  return {
    path,
    async read(name) {
      try {
        return await Promise.resolve(readFileSync(join(path, name)));
      } catch (error) {
        if (systemErrorCode(error) === 'ENOENT' || systemErrorCode(error) === 'ENOTDIR') return null;
        throw explainSystemError(`cannot read ${join(path, name)}`, error);
      }
    },
    async write(files) {
      for (const [name, data] of files) {
        const file = join(path, name);
        makeFolder(dirname(file));
        writeAtomically(file, data);
      }
      return Promise.resolve();
    },
    async replaceFolder(folder, files) {
      try {
        replaceFolder(join(path, folder), files);
      } catch (error) {
        throw explainSystemError(`cannot write ${join(path, folder)}`, error);
      }
      return Promise.resolve();
    },
  };
}

/** `<folder>/<date>-<time>-<name>`, with a number behind it if that is taken. */
function newRunPath(folder: string, name: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '').replace('T', '-');
  const path = join(folder, `${stamp}-${name}`);
  for (let number = 2; ; number++) {
    const candidate = number === 2 && !existsSync(path) ? path : `${path}-${number}`;
    if (!existsSync(candidate)) return candidate;
  }
}
