import { basename, dirname, join } from 'node:path';
import { existsSync } from 'node:fs';

import type { SplitName } from '../../datasets/dataset.js';
import { DatasetError } from '../../errors.js';
import { factsOf, fileIdentity } from './fileIdentity.js';
import { readIdxHeader, readIdxLabels, readIdxRecords, type IdxHeader } from './idxFile.js';
import type { OpenSource, Source, SourcePicture } from './source.js';

const ORDER: readonly (SplitName | null)[] = ['train', 'val', 'test', null];

interface Pair {
  readonly images: string;
  readonly labels: string;
  readonly split: SplitName | null;
}

/**
 * IDX pictures, each file with its labels file beside it. Throws DatasetError if a labels file is
 * missing.
 */
export function idxSource(path: string, imageFiles: readonly string[]): Source {
  const pairs = choosePairs(path, imageFiles);
  const files = pairs.flatMap(({ images, labels }) => [images, labels]);
  return { path, format: 'idx', identity: fileIdentity(files.map(factsOf)), open: () => openPairs(pairs) };
}

async function openPairs(pairs: readonly Pair[]): Promise<OpenSource> {
  const opened = await Promise.all(
    pairs.map(async (pair) => {
      const images = headerOf(pair.images, 'images');
      const labelsHeader = headerOf(pair.labels, 'labels');
      if (images.count !== labelsHeader.count) {
        throw new DatasetError(
          `${pair.labels}: there must be one label per picture. ` +
            `Received ${labelsHeader.count} labels for the ${images.count} pictures of ${basename(pair.images)}.`,
        );
      }
      return { images, labels: await readIdxLabels(labelsHeader), split: pair.split };
    }),
  );
  const transposed = pairs.some(({ images }) => isTransposed(images));
  return {
    total: opened.reduce((sum, { images }) => sum + images.count, 0),
    notes: transposed
      ? ['The file names say EMNIST, whose pictures are stored transposed: they were turned back.']
      : [],
    pictures: readPictures(opened),
  };
}

async function* readPictures(
  pairs: readonly { images: IdxHeader; labels: Uint8Array; split: SplitName | null }[],
): AsyncGenerator<SourcePicture> {
  for (const { images, labels, split } of pairs) {
    const transposed = isTransposed(images.path);
    const file = basename(images.path);
    const [width, height] = transposed ? [images.height, images.width] : [images.width, images.height];
    let row = 0;
    for await (const record of readIdxRecords(images)) {
      const luminance = transposed ? transpose(record, images.height, images.width) : record;
      yield { kind: 'gray', name: `${file}#${row}`, label: labels[row], split, width, height, luminance };
      row++;
    }
  }
}

/** Exchanges rows and columns: [height, width] becomes [width, height]. */
function transpose(pixels: Uint8Array, height: number, width: number): Uint8Array {
  const turned = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) turned[x * height + y] = pixels[y * width + x];
  }
  return turned;
}

/**
 * EMNIST (Cohen et al. 2017, arXiv:1702.05373) stores its pictures column by column. Detected by
 * name only.
 */
function isTransposed(images: string): boolean {
  return /^emnist/i.test(basename(images));
}

function choosePairs(path: string, imageFiles: readonly string[]): Pair[] {
  // A folder may hold the same file twice, plain and gzip.
  const plain = new Set(imageFiles);
  const files = imageFiles.filter((file) => !file.endsWith('.gz') || !plain.has(file.slice(0, -'.gz'.length)));
  const pairs = files.map((images) => ({ images, labels: findLabels(images), split: splitOf(basename(images)) }));
  pairs.sort((a, b) => ORDER.indexOf(a.split) - ORDER.indexOf(b.split));
  for (const pair of pairs) {
    const twin = pairs.find((other) => other !== pair && other.split === pair.split);
    if (twin === undefined) continue;
    throw new DatasetError(
      `${path}: the folder must hold one data set. Received at least two: ${basename(pair.images)} and ` +
        `${basename(twin.images)}. Name one of the files instead of the folder.`,
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
 * `train-labels-idx1-ubyte` beside `train-images-idx3-ubyte`, either of them with or without `.gz`.
 */
function findLabels(images: string): string {
  const name = basename(images)
    .replace(/\.gz$/, '')
    .replace(/images/i, 'labels')
    .replace(/idx3/i, 'idx1');
  const candidates = [name, `${name}.gz`].filter((candidate) => candidate !== basename(images));
  const found = candidates.map((candidate) => join(dirname(images), candidate)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new DatasetError(
    `${images}: the labels of these pictures must be in the same folder, as ${candidates.join(' or ')}. Found no such file.`,
  );
}

function headerOf(path: string, kind: 'images' | 'labels'): IdxHeader {
  const header = readIdxHeader(path);
  if (header?.kind === kind) return header;
  throw new DatasetError(
    `${path}: must be an IDX file of ${kind} (magic number ${kind === 'images' ? '0x803' : '0x801'}). ` +
      `Received ${header === null ? 'something else' : `an IDX file of ${header.kind}`}.`,
  );
}
