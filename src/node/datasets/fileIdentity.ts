import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';

export interface FileFacts {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
}

export function factsOf(path: string): FileFacts {
  const { size, mtimeMs } = statSync(path);
  return { path, size, mtimeMs };
}

/**
 * A hash that changes with the path, size or modification time of any of the files. Never reads the
 * files.
 */
export function fileIdentity(files: readonly FileFacts[]): string {
  const hash = createHash('sha256');
  for (const { path, size, mtimeMs } of files) hash.update(`${path}\0${size}\0${mtimeMs}\0`);
  return hash.digest('hex');
}
