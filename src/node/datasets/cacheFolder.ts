import { readdirSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../files/makeFolder.js';

/**
 * The folder for packed and fetched data sets: `$NUMERIST_CACHE`, else `$XDG_CACHE_HOME/numerist`,
 * else `~/.cache/numerist`.
 */
export function defaultCacheFolder(): string {
  const { NUMERIST_CACHE, XDG_CACHE_HOME } = process.env;
  if (NUMERIST_CACHE) return NUMERIST_CACHE;
  return join(XDG_CACHE_HOME ? XDG_CACHE_HOME : join(homedir(), '.cache'), 'numerist');
}

const DAY_MS = 86_400_000;

/**
 * Makes the folder, and removes temporary files in it that killed processes left at least a day
 * ago.
 */
export function makeCacheFolder(folder: string): void {
  makeFolder(folder);
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.tmp'))) {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > DAY_MS) rmSync(path, { force: true });
  }
}
