import type { SplitName } from '../dataset.js';
import { DatasetError } from '../../errors.js';
import { chooseCopies, stemOf } from './chooseCopies.js';
import { baseName, folderOf } from './dataFile.js';
import { isTransposed, transpose, TURNED_BACK } from './emnist.js';
import { type FileSet, noteLeftOut } from './fileSet.js';
import { type IdxHeader, readIdxLabels, readIdxRecords } from './idxFile.js';
import type { OpenSource, SourcePicture } from './source.js';
import { isFullRange, noteOnRange, type Scale, scaleTo255, type ValueRange } from './valueRange.js';

const ORDER: readonly (SplitName | null)[] = ['train', 'val', 'test', null];

interface Pair {
  readonly images: IdxHeader;
  readonly labels: IdxHeader;
  readonly split: SplitName | null;
}

interface OpenPair {
  readonly images: IdxHeader;
  readonly labels: Uint8Array;
  readonly split: SplitName | null;
}

/**
 * IDX pictures, each file with its labels file, beside it or in another folder. Throws DatasetError
 * if a labels file is missing, or if two files are for the same part.
 */
export async function openIdxSet(
  { path, paths }: Pick<FileSet, 'path' | 'paths'>,
  headers: readonly IdxHeader[],
  leftOut: readonly string[],
): Promise<OpenSource> {
  const images = headers.filter(({ kind }) => kind === 'images');
  const labels = headers.filter(({ kind }) => kind === 'labels');
  const { kept, copies } = await chooseCopies(images, ({ file }) => file, path);
  const pairs = await choosePairs(path, kept, labels, paths);
  const opened: OpenPair[] = [];
  for (const pair of pairs) opened.push(await openPair(pair));
  const range = await rangeOf(opened);
  const transposed = opened.some((pair) => isTransposed(pair.images.file.path));
  const elsewhere = copies.filter(
    ({ file }) => !paths.includes(file.path.replace(/\.gz$/, '')) || !/\.gz$/.test(file.path),
  );
  const notes = [
    transposed ? TURNED_BACK : null,
    noteOnRange(range),
    noteLeftOut(
      elsewhere.map(({ file }) => file.path),
      ', because it is a copy of another file',
    ),
    noteLeftOut(leftOut),
  ];
  return {
    format: 'idx',
    total: opened.reduce((sum, pair) => sum + pair.images.count, 0),
    notes: notes.filter((note) => note !== null),
    warnings: [],
    pictures: readPictures(opened, scaleTo255(range)),
  };
}

async function openPair({ images, labels, split }: Pair): Promise<OpenPair> {
  if (images.count !== labels.count) {
    throw new DatasetError(
      `${labels.file.name}: there must be one label per picture. ` +
        `Received ${labels.count} labels for the ${images.count} pictures of ${baseName(images.file.path)}.`,
    );
  }
  return { images, labels: await readIdxLabels(labels), split };
}

/** The range of all values; a file is read only up to the first that is not small. */
async function rangeOf(pairs: readonly OpenPair[]): Promise<ValueRange> {
  let max = 0;
  for (const { images } of pairs) {
    for await (const record of readIdxRecords(images)) {
      for (const value of record) if (value > max) max = value;
      if (isFullRange(max)) return { min: 0, max: 255 };
    }
  }
  return { min: 0, max };
}

async function* readPictures(pairs: readonly OpenPair[], { factor }: Scale): AsyncGenerator<SourcePicture> {
  for (const { images, labels, split } of pairs) {
    const transposed = isTransposed(images.file.path);
    const file = baseName(images.file.path);
    const [width, height] = transposed ? [images.height, images.width] : [images.width, images.height];
    let row = 0;
    for await (const record of readIdxRecords(images)) {
      const scaled = factor === 1 ? record : record.map((value) => Math.round(value * factor));
      const luminance = transposed ? transpose(scaled, images.height, images.width) : scaled;
      yield { kind: 'gray', name: `${file}#${row}`, label: labels[row], split, width, height, luminance };
      row++;
    }
  }
}

async function choosePairs(
  path: string,
  images: readonly IdxHeader[],
  labels: readonly IdxHeader[],
  paths: readonly string[],
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const header of images) {
    const found = await findLabels(header, labels, images.length === 1, path);
    if (found === null) throw noLabels(header, images, paths);
    pairs.push({ images: header, labels: found, split: splitOf(baseName(header.file.path)) });
  }
  pairs.sort((a, b) => ORDER.indexOf(a.split) - ORDER.indexOf(b.split));
  for (const pair of pairs) {
    const twin = pairs.find((other) => other !== pair && other.split === pair.split);
    if (twin === undefined) continue;
    throw new DatasetError(
      `${path}: the folder must hold one data set. Received at least two: ${baseName(pair.images.file.path)} and ` +
        `${baseName(twin.images.file.path)}. Name one of the files instead of the folder.`,
    );
  }
  return pairs;
}

function splitOf(name: string): SplitName | null {
  if (/train/i.test(name)) return 'train';
  if (/t10k|test/i.test(name)) return 'test';
  return /val/i.test(name) ? 'val' : null;
}

/**
 * The labels of `train-images-idx3-ubyte`: `train-labels-idx1-ubyte`, with or without `.gz`, in the
 * same folder, else in another. If there is one file of pictures and one of labels, their names do
 * not matter.
 */
async function findLabels(
  { file }: IdxHeader,
  labels: readonly IdxHeader[],
  isOnly: boolean,
  path: string,
): Promise<IdxHeader | null> {
  const stem = labelsStemOf(file.path);
  const named = labels.filter((header) => stemOf(header.file.path) === stem);
  const beside = named.filter((header) => folderOf(header.file.path) === folderOf(file.path));
  const { kept } = await chooseCopies(beside.length > 0 ? beside : named, (header) => header.file, path);
  if (kept.length > 0) return kept[0];
  return isOnly && labels.length === 1 ? labels[0] : null;
}

/** The stem of the labels file of a file of pictures. */
export function labelsStemOf(images: string): string {
  return stemOf(images).replace('images', 'labels').replace('idx3', 'idx1');
}

export function noLabelsFile(name: string, received: string): DatasetError {
  return new DatasetError(`${name}: must be an IDX file of labels (magic number 0x801). Received ${received}.`);
}

function noLabels({ file }: IdxHeader, images: readonly IdxHeader[], paths: readonly string[]): DatasetError {
  const name = baseName(file.path)
    .replace(/\.gz$/, '')
    .replace(/images/i, 'labels')
    .replace(/idx3/i, 'idx1');
  const wrong = paths.find((path) => stemOf(path) === stemOf(name) && path !== file.path);
  if (wrong !== undefined) {
    const received = images.some((header) => header.file.path === wrong) ? 'an IDX file of images' : 'something else';
    return noLabelsFile(wrong, received);
  }
  return new DatasetError(
    `${file.name}: the labels of these pictures must be in the same folder, as ${name} or ${name}.gz. Found no such file.`,
  );
}
