import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import { explainSystemError, systemErrorCode } from '../node/files/explainSystemError.js';

/** A picture to read, or the reason why there is none at a path. */
export interface PicturePath {
  readonly path: string;
  readonly problem?: Error;
}

const PICTURE = /\.(png|jpe?g)$/i;
const naturally = new Intl.Collator('en', { numeric: true }); // 2.png before 10.png

/**
 * The pictures that the arguments name: files, all PNG and JPEG files below folders, glob patterns
 * that the shell did not expand, and '-'. Hidden files in folders are skipped. Only one folder at a
 * time is in memory.
 */
export async function* picturePaths(args: readonly string[]): AsyncGenerator<PicturePath> {
  for (const path of args) {
    if (path === '-') {
      yield { path };
      continue;
    }
    const kind = await kindOf(path);
    if (kind === 'folder') yield* orProblem(path, picturesBelow(path), `no PNG or JPEG file in the folder ${path}`);
    else if (kind === 'nothing' && (await import('tinyglobby')).isDynamicPattern(path)) {
      yield* orProblem(path, picturesMatching(path), `no PNG or JPEG file matches ${path}`);
    } else yield { path };
  }
}

async function kindOf(path: string): Promise<'folder' | 'file' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    // For other errors, reading the file will report the error.
    return systemErrorCode(error) === 'ENOENT' ? 'nothing' : 'file';
  }
}

async function* orProblem(
  path: string,
  pictures: AsyncGenerator<PicturePath>,
  problem: string,
): AsyncGenerator<PicturePath> {
  let found = false;
  for await (const picture of pictures) {
    found = true;
    yield picture;
  }
  if (!found) yield { path, problem: new Error(problem) };
}

async function* picturesBelow(folder: string): AsyncGenerator<PicturePath> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    yield { path: folder, problem: explainSystemError(`cannot read ${folder}`, error) };
    return;
  }
  for (const entry of entries.sort((a, b) => naturally.compare(a.name, b.name))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* picturesBelow(path);
    else if (PICTURE.test(entry.name)) yield { path };
  }
}

async function* picturesMatching(pattern: string): AsyncGenerator<PicturePath> {
  const { glob } = await import('tinyglobby');
  const paths = await glob(pattern, { expandDirectories: false, absolute: isAbsolute(pattern) });
  for (const path of paths.sort((a, b) => naturally.compare(a, b))) if (PICTURE.test(path)) yield { path };
}
