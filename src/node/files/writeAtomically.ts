import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { explainSystemError } from './explainSystemError.js';

/**
 * Writes a whole file or leaves the old one: the bytes are written to a temporary file in the same
 * folder, flushed to disk, and the file is renamed. Readers never see half a file, even if the
 * process is killed. Throws an Error that names the file and the reason; its `cause` is the system
 * error.
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
    // If the path runs through a file, there is nothing to remove, and trying to would hide the
    // reason.
    if (existsSync(temporary)) rmSync(temporary);
    throw explainSystemError(`cannot write ${path}`, error);
  }
}

/**
 * A hidden name beside `path` that no other process, thread or call uses. Uses the global `crypto`,
 * which Node loads on first use: importing node:crypto would cost every program that only reads a
 * picture 2 to 4 ms.
 */
export function temporaryPathFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.tmp`);
}
