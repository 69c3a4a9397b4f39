import { crc32 } from '../../image/crc32.js';
import { DatasetError } from '../../errors.js';
import { baseName, cutRecords, type DataFile } from './dataFile.js';

const PIECE = 1 << 16;

/** Files of which no two are the same, and those that hold the same as one of them. */
export interface ChosenCopies<T> {
  readonly kept: readonly T[];
  readonly copies: readonly T[];
}

/**
 * The name of a file without what differs between copies of it: the case, `.gz`, and whether a dot,
 * a line or a space stands between the words.
 */
export function stemOf(path: string): string {
  return baseName(path)
    .toLowerCase()
    .replace(/\.gz$/, '')
    .replace(/[-._ ]+/g, '-');
}

/**
 * Downloads often hold a file twice: packed and unpacked, or again in a folder of its own name.
 * Keeps one of the files of a name, the least deep and plain one. Throws DatasetError if they
 * differ.
 */
export async function chooseCopies<T>(
  items: readonly T[],
  fileOf: (item: T) => DataFile,
  path: string,
): Promise<ChosenCopies<T>> {
  const byStem = new Map<string, T[]>();
  for (const item of items) {
    const stem = stemOf(fileOf(item).path);
    byStem.set(stem, [...(byStem.get(stem) ?? []), item]);
  }
  const kept: T[] = [];
  const copies: T[] = [];
  for (const group of byStem.values()) {
    const [first, ...others] = group.sort((a, b) => rank(fileOf(a).path) - rank(fileOf(b).path));
    for (const other of others) await mustBeSame(fileOf(first), fileOf(other), path);
    kept.push(first);
    copies.push(...others);
  }
  return { kept: items.filter((item) => kept.includes(item)), copies };
}

function rank(path: string): number {
  return 2 * path.split('/').length + (path.endsWith('.gz') ? 1 : 0);
}

async function mustBeSame(first: DataFile, other: DataFile, path: string): Promise<void> {
  if (other.path === `${first.path}.gz`) return; // a plain file beside its gzip
  const [a, b] = [await checksumOf(first), await checksumOf(other)];
  if (a === b) return;
  throw new DatasetError(
    `${path}: the folder must hold one data set. Received at least two: ${first.path} and ${other.path}, which differ. Name one of the files, or the folder of one, instead.`,
  );
}

async function checksumOf(file: DataFile): Promise<string> {
  let length = 0;
  let sum = 0;
  // Pieces of one size, however the bytes come.
  for await (const piece of cutRecords(file.chunks(), 0, PIECE)) {
    length += piece.length;
    sum = (Math.imul(sum, 31) + crc32(piece)) | 0;
  }
  return `${length} ${sum}`;
}
