import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../node/files/writeAtomically.js';
import type { NamedFiles } from '../workflows/pages/reportFiles.js';

/**
 * Writes files to a folder, which is made if it does not exist. Throws an Error with the path if
 * the system refuses.
 */
export function writeFiles(folder: string, files: NamedFiles): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, data] of files) writeAtomically(join(folder, name), data);
}
