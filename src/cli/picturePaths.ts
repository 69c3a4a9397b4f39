import { type Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

import { isClutter } from '../datasets/classFolders.js';
import { detectFormat } from '../image/detectFormat.js';
import { isPictureFormat } from '../image/formatRefused.js';
import { isPictureName } from '../image/isPictureName.js';
import { explainSystemError, systemErrorCode } from '../node/files/explainSystemError.js';

/** A picture to read, or the reason why there is none at a path. */
export interface PicturePath {
  readonly path: string;
  readonly problem?: Error;
}

type OnLeftOut = (path: string) => void;

const naturally = new Intl.Collator('en', { numeric: true }); // 2.png before 10.png
/** Enough to tell what a file is. */
const HEAD_BYTES = 4096;

/**
 * The pictures that the arguments name: files, all pictures below folders, glob patterns that the
 * shell did not expand, and '-'. In folders, a file is a picture if its name or its content says
 * so; hidden files are skipped, and `onLeftOut` hears of all others. Links to folders are followed,
 * and each folder is read once. Only one folder at a time is in memory.
 */
export async function* picturePaths(args: readonly string[], onLeftOut: OnLeftOut): AsyncGenerator<PicturePath> {
  for (const path of args) {
    if (path === '-') {
      yield { path };
      continue;
    }
    const kind = await kindOf(path);
    if (kind === 'folder') yield* orProblem(path, picturesBelow(path, onLeftOut), `no picture in the folder ${path}`);
    else if (kind === 'nothing' && (await import('tinyglobby')).isDynamicPattern(path)) {
      yield* orProblem(path, picturesMatching(path, onLeftOut), `no picture matches ${path}`);
    } else yield { path };
  }
}

async function kindOf(path: string): Promise<'folder' | 'file' | 'other' | 'nothing'> {
  try {
    const stats = await stat(path);
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other';
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

async function* picturesBelow(folder: string, onLeftOut: OnLeftOut): AsyncGenerator<PicturePath> {
  const root = await realpath(folder);
  const seen = new Set<string>();

  async function* below(folder: string): AsyncGenerator<PicturePath> {
    let entries: Dirent[];
    try {
      const own = await realpath(folder);
      if (seen.has(own)) return;
      seen.add(own);
      entries = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      yield { path: folder, problem: explainSystemError(`cannot read ${folder}`, error) };
      return;
    }
    for (const entry of entries.sort((a, b) => naturally.compare(a.name, b.name))) {
      if (isClutter(entry.name)) continue;
      const path = join(folder, entry.name);
      const isLink = entry.isSymbolicLink();
      const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : await kindOf(path);
      if (kind === 'folder') {
        if (!isLink || !(await isReadAnyway(root, path))) yield* below(path);
      } else if (await isPicture(path, kind)) yield { path };
      else onLeftOut(path);
    }
  }

  yield* below(folder);
}

/** Whether a link leads to a folder that is read under its own name. */
async function isReadAnyway(root: string, link: string): Promise<boolean> {
  const way = relative(root, await realpath(link));
  return way === '' || (!isAbsolute(way) && way.split(sep)[0] !== '..' && !isClutter(way.replaceAll(sep, '/')));
}

async function isPicture(path: string, kind: 'file' | 'other' | 'nothing'): Promise<boolean> {
  if (kind === 'other') return false; // reading a pipe would wait for ever
  return isPictureName(path) || (kind === 'file' && isPictureFormat(detectFormat(await headOf(path))));
}

/** The first bytes of a file: none if it cannot be read. */
async function headOf(path: string): Promise<Uint8Array> {
  let file;
  try {
    file = await open(path);
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES);
    return buffer.subarray(0, bytesRead);
  } catch {
    return new Uint8Array(0); // it is named as left out
  } finally {
    await file?.close();
  }
}

async function* picturesMatching(pattern: string, onLeftOut: OnLeftOut): AsyncGenerator<PicturePath> {
  const { glob } = await import('tinyglobby');
  const paths = await glob(pattern, { expandDirectories: false, absolute: isAbsolute(pattern) });
  for (const path of paths.sort((a, b) => naturally.compare(a, b))) {
    const kind = await kindOf(path);
    if (kind !== 'folder' && (await isPicture(path, kind))) yield { path };
    else onLeftOut(path);
  }
}
