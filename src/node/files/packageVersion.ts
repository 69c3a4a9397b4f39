import { readFileSync } from 'node:fs';

import { packageFile } from './packageRoot.js';

/** The version in this package's package.json. Throws Error in a bundle: see `packageFile`. */
export function packageVersion(): string {
  const text = readFileSync(packageFile('package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
