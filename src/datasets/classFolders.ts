import { DatasetError } from '../errors.js';
import { isPictureName } from '../image/isPictureName.js';
import type { SplitName } from './dataset.js';
import { splitOfName, splitOfWord } from './sources/splitOfName.js';

/** What the folders above a file say about the file, or why they say nothing. */
export type Placement = Placed | { readonly reason: string };

export interface Placed {
  readonly label: number;
  readonly split: SplitName | null;
  /** The folder that holds the class folders, with a `/` at the end; empty for the top. */
  readonly root: string;
}

/** What is said of a picture that no folder gives a class. */
const NO_CLASS = 'not in a class folder';
const SAMPLE = 'a sample beside the data set';

/**
 * Reads the label and split of each file from the names of its folders: `<digit>/...` or
 * `<split>/<digit>/...`, below any number of other folders. Pictures and folders beside the class
 * folders are given no class. `paths` are relative, with `/`. Folders are never counted: a missing
 * class stays missing.
 *
 * Throws DatasetError if a folder beside the class folders seems to stand for a class and is not
 * named 0 to 9, or if there are folders of pictures and none is; not so if `isOther` says that the
 * data set is something else than pictures.
 */
export function placeInClasses(
  paths: readonly string[],
  source: string,
  { isOther = false }: { readonly isOther?: boolean } = {},
): Placement[] {
  const named = paths.filter(isPictureName);
  // There are few folders, whatever the number of files in them.
  const folders = new Map<string, string>((named.length > 0 ? named : paths).map((path) => [folderOf(path), path]));
  const classes = [...folders.keys()].map(partsOf).filter((parts) => parts.some(isDigit));
  const top = levelsAbove(classes);
  const roots = new Set(classes.map((parts) => rootOf(parts, top)));
  if (!isOther && named.length > 0) refuseOtherClasses(folders, roots, source);
  const place = placer(roots, top);
  const placed = new Map<string, Placement>();
  return paths.map((path) => {
    const folder = folderOf(path);
    const placement = placed.get(folder) ?? place(partsOf(folder));
    placed.set(folder, placement);
    return placement;
  });
}

/** Gives the parts of a folder's path their placement. */
function placer(roots: ReadonlySet<string>, top: number): (parts: readonly string[]) => Placement {
  const hasSample = [...roots].some(isSample) && ![...roots].every(isSample);
  return (parts) => {
    const at = classAt(parts, top);
    const root = rootOf(parts, top);
    if (at < 0 || !roots.has(root)) return { reason: NO_CLASS };
    if (hasSample && isSample(root)) return { reason: SAMPLE };
    return { label: Number(parts[at]), split: splitOf(parts.slice(0, at), roots.size > 1), root };
  };
}

/**
 * Whether a file is hidden or left behind by an operating system, and so not part of a data set.
 */
export function isClutter(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('.') || CLUTTER.has(name.toLowerCase()));
}

const CLUTTER = new Set(['__macosx', 'thumbs.db', 'ehthumbs.db', 'desktop.ini', '$recycle.bin']);

/** The folder of a file, without a `/` at the end. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function partsOf(folder: string): string[] {
  return folder === '' ? [] : folder.split('/');
}

function isDigit(name: string): boolean {
  return /^[0-9]$/.test(name);
}

/**
 * The number of folders, named like a class or not, that hold everything above the class folders:
 * in `5/0/a.png`, `5/1/b.png`, the 5 is one of them.
 */
function levelsAbove(classes: readonly (readonly string[])[]): number {
  const shared = sharedLevels(classes);
  return classes.every((parts) => parts.slice(shared).some(isDigit)) ? shared : 0;
}

/** The number of folders that all paths begin with. */
function sharedLevels(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  let shared = first.length;
  for (const parts of paths) {
    let same = 0;
    while (same < shared && parts[same] === first[same]) same++;
    shared = same;
  }
  return shared;
}

function classAt(parts: readonly string[], top: number): number {
  return parts.findIndex((name, i) => i >= top && isDigit(name));
}

function rootOf(parts: readonly string[], top: number): string {
  const above = parts.slice(0, Math.max(0, classAt(parts, top)));
  return above.length === 0 ? '' : `${above.join('/')}/`;
}

function isSample(root: string): boolean {
  return /samples?(?:\/|$)/i.test(root);
}

/**
 * The part that the folders above a class name, the innermost first: by a word of its own, or, if
 * there are several folders of classes, by a part of a name.
 */
function splitOf(above: readonly string[], areSeveral: boolean): SplitName | null {
  for (const name of [...above].reverse()) {
    const split = splitOfWord(name) ?? (areSeveral ? splitOfName(name) : null);
    if (split !== null) return split;
  }
  return null;
}

/** Other classes than digits: a number, a letter or a word for a number. */
const OTHER_CLASS = /^(?:[-+]?\d+|[a-z]|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)$/i;

/** `folders` names a picture of each folder. */
function refuseOtherClasses(folders: ReadonlyMap<string, string>, roots: ReadonlySet<string>, source: string): void {
  const shared = sharedLevels([...folders.keys()].map(partsOf));
  for (const [folder, path] of folders) {
    const parts = partsOf(folder);
    const name = roots.size === 0 ? firstTelling(parts, shared) : besideClasses(folder, roots);
    if (name === undefined) continue;
    throw new DatasetError(
      `${source}: a class folder must be named 0 to 9, after the digit on its pictures. Received "${name}" (${path}).`,
    );
  }
}

/** The first folder that is not above all pictures and is not named after a part. */
function firstTelling(parts: readonly string[], shared: number): string | undefined {
  return parts.slice(shared).find((name) => splitOfWord(name) === null) ?? parts.at(-1);
}

/** A folder beside class folders whose name is that of another class. */
function besideClasses(folder: string, roots: ReadonlySet<string>): string | undefined {
  for (const root of roots) {
    if (!`${folder}/`.startsWith(root)) continue;
    const [name] = folder.slice(root.length).split('/');
    if (OTHER_CLASS.test(name) && !isDigit(name)) return name;
  }
  return undefined;
}
