import { join } from 'node:path';
import { explainSystemError } from '../node/files/explainSystemError.js';
import { makeFolder } from '../node/files/makeFolder.js';
import { writeAtomically } from '../node/files/writeAtomically.js';
import type { NamedFiles } from '../workflows/pages/reportFiles.js';

/**
 * Writes files to a folder, which is made if it does not exist. Throws an Error with the path if
 * the system refuses.
 */
export function writeFiles(folder: string, files: NamedFiles): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw explainSystemError(`cannot make the folder ${folder}`, error);
  }
  for (const [name, data] of files) writeAtomically(join(folder, name), data);
}
