import { existsSync, readFileSync } from 'node:fs';

let known: URL | null | undefined;

/**
 * The folder of this package: the nearest one above this module that holds its package.json. Null
 * in a bundle, which may lie anywhere.
 */
export function packageRoot(): URL | null {
  // In a CommonJS bundle there is no `import.meta.url`.
  const module = import.meta.url as string | undefined;
  known ??= module?.startsWith('file:') === true ? findRoot(module) : null;
  return known;
}

/**
 * A file or folder of this package. Throws Error, with the way out, in a bundle without the
 * package.
 */
export function packageFile(path: string): URL {
  const root = packageRoot();
  if (root !== null) return new URL(path, root);
  throw new Error(`numerist: ${path} of the package was not found, because numerist is part of a bundle. ${LEAVE_OUT}`);
}

/** What to do where a bundle cannot hold what is needed. */
export const LEAVE_OUT =
  "Name 'numerist' among the external packages of the bundler, and install it beside the bundle.";

/** `from` is a parameter, so that no bundler takes the URLs below for files to copy. */
function findRoot(from: string): URL | null {
  const folder = new URL('.', from);
  if (isOurs(new URL('package.json', folder))) return folder;
  const above = new URL('..', folder);
  return above.href === folder.href ? null : findRoot(above.href);
}

function isOurs(file: URL): boolean {
  if (!existsSync(file)) return false;
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }).name === 'numerist';
  } catch {
    return false; // another program's file, or one that may not be read
  }
}
