import { existsSync } from 'node:fs';

/** The folder of this package: the nearest above this module with a package.json, also when the module was bundled. */
export const packageRoot = findRoot(new URL('.', import.meta.url));

function findRoot(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const above = new URL('..', folder);
  if (above.href === folder.href) throw new Error(`no package.json above ${import.meta.url}.`);
  return findRoot(above);
}
