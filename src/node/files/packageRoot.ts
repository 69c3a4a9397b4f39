import { existsSync } from 'node:fs';

/**
 * The folder of this package: the nearest one above this module, bundled or not, with a
 * package.json.
 */
export const packageRoot = findRoot(new URL('.', import.meta.url));

function findRoot(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const above = new URL('..', folder);
  if (above.href === folder.href) throw new Error(`no package.json above ${import.meta.url}.`);
  return findRoot(above);
}
