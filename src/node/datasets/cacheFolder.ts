import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where packed and fetched data sets are kept: `$NUMERIST_CACHE`, else `$XDG_CACHE_HOME/numerist`, else `~/.cache/numerist`. */
export function defaultCacheFolder(): string {
  const { NUMERIST_CACHE, XDG_CACHE_HOME } = process.env;
  if (NUMERIST_CACHE) return NUMERIST_CACHE;
  return join(XDG_CACHE_HOME ? XDG_CACHE_HOME : join(homedir(), '.cache'), 'numerist');
}
