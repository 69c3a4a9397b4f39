import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it; it may exist. Throws what the system refuses. Node itself says
 * that there is no such file where a disk is read-only.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    let first = resolve(folder);
    while (!existsSync(dirname(first))) first = dirname(first);
    if (!existsSync(first)) mkdirSync(first); // throws the reason
    throw error;
  }
}
