import { existsSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';

import { explainSystemError, systemErrorCode } from '../node/files/explainSystemError.js';
import { temporaryPathFor } from '../node/files/writeAtomically.js';

/**
 * Writes lines to a file as they come, under a temporary name. The file is renamed after the last
 * line; an old file stays until then. Rejects with an Error that names the file and the reason.
 */
export async function writeLines(path: string, lines: AsyncIterable<string>): Promise<void> {
  if (existsSync(path) && statSync(path).isDirectory()) throw new Error(`cannot write ${path}: it is a folder`);
  const temporary = temporaryPathFor(path);
  try {
    await writeFile(temporary, lines, { flag: 'wx', flush: true });
    await rename(temporary, path);
  } catch (error) {
    if (existsSync(temporary)) await rm(temporary);
    throw systemErrorCode(error) === undefined ? error : explainSystemError(`cannot write ${path}`, error);
  }
}
