import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { explainSystemError } from './explainSystemError.js';

/**
 * Writes a whole file, or leaves what was there before: the bytes go to a temporary file in the same folder, reach the
 * disk, and take the name by a rename. A reader, or a run killed in the middle, never sees half a file.
 * Throws an Error that names the file and the reason; its `cause` is the system error.
 */
export function writeAtomically(path: string, data: string | Uint8Array): void {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const temporary = temporaryPathFor(path);
  try {
    const file = openSync(temporary, 'wx');
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    // Where the path runs through a file there is nothing to remove, and trying to would hide the reason.
    if (existsSync(temporary)) rmSync(temporary);
    throw explainSystemError(`cannot write ${path}`, error);
  }
}

/**
 * A hidden name beside `path` that no other process, thread or call uses. By the global `crypto`, which Node loads when it is used:
 * importing node:crypto would take whoever only reads a picture 2 to 4 ms.
 */
export function temporaryPathFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.tmp`);
}
