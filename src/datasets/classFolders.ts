import { DatasetError } from '../errors.js';
import type { SplitName } from './dataset.js';

/** What the folders above a file say about the file, or why they say nothing. */
export type Placement = { readonly label: number; readonly split: SplitName | null } | { readonly reason: string };

const SPLITS: ReadonlyMap<string, SplitName> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['val', 'val'],
  ['valid', 'val'],
  ['validation', 'val'],
  ['test', 'test'],
  ['testing', 'test'],
]);

/**
 * Reads the label and split of each file from the names of its folders: `<digit>/...` or
 * `<split>/<digit>/...`, below any number of folders that hold everything. `paths` are relative,
 * with `/`. Folders are never counted: a missing class stays missing.
 *
 * Throws DatasetError if pictures are in a folder that stands for a class and is not named 0 to 9.
 */
export function placeInClasses(paths: readonly string[], source: string): Placement[] {
  const top = commonTop(paths.filter(isPictureName));
  return paths.map((path) => place(path, top, source));
}

/**
 * Whether a file's name says that it is a picture. The actual format is detected from its content.
 */
export function isPictureName(path: string): boolean {
  return /\.(png|jpe?g)$/i.test(path);
}

/**
 * Whether a file is hidden or left behind by an operating system, and so not part of a data set.
 */
export function isClutter(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('.') || CLUTTER.has(name));
}

const CLUTTER = new Set(['__MACOSX', 'Thumbs.db', 'desktop.ini']);

function place(path: string, top: string, source: string): Placement {
  const [first, ...below] = (path.startsWith(top) ? path.slice(top.length) : path).split('/');
  const split = SPLITS.get(first.toLowerCase()) ?? null;
  const folders = split === null ? [first, ...below.slice(0, -1)] : below.slice(0, -1);
  if (below.length === 0 || folders.length === 0) return { reason: 'not in a class folder' };
  const [name] = folders;
  if (/^[0-9]$/.test(name)) return { label: Number(name), split };
  if (!isPictureName(path)) return { reason: 'not in a class folder' };
  throw new DatasetError(
    `${source}: a class folder must be named 0 to 9, after the digit on its pictures. Received "${name}" (${path}).`,
  );
}

/**
 * The folders that hold all files and say nothing: `dataset/` for `dataset/0/1.png`,
 * `dataset/1/1.png`, ...
 */
function commonTop(paths: readonly string[]): string {
  let top = '';
  for (;;) {
    const name = (paths[0] ?? '').slice(top.length).split('/')[0];
    const longer = `${top}${name}/`;
    const says = /^[0-9]$/.test(name) || SPLITS.has(name.toLowerCase());
    const holdsAll = paths.every((path) => path.startsWith(longer));
    // A folder without subfolders stands for a class, whatever its name is.
    const holdsFolders = paths.some((path) => path.includes('/', longer.length));
    if (says || !holdsAll || !holdsFolders) return top;
    top = longer;
  }
}
