import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { DatasetError } from '../../src/errors.js';
import { openDataset } from '../../src/node/datasets/openDataset.js';
import { createRandom } from '../../src/random.js';
import {
  asFiles,
  draw,
  encodeCsv,
  encodeIdxImages,
  encodeIdxLabels,
  encodePng,
  encodeZip,
  openFresh,
  readAll,
  SIDE,
  temporaryFolder,
  writeFiles,
} from '../support/datasetFixtures.js';

const folder = temporaryFolder();
const drawings = draw([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3);
const labels = drawings.map(({ label }) => label);
let made = 0;
const fresh = (): string => join(folder, `${made++}`, 'data');

describe('the same digits in every format', () => {
  const expected = drawings.flatMap(({ pixels }) => Array.from(pixels, (value) => (value >= 128 ? 255 : 0)));

  const idx = (zip: (bytes: Buffer) => Buffer, suffix: string): string =>
    writeFiles(fresh(), {
      [`train-images-idx3-ubyte${suffix}`]: zip(encodeIdxImages(drawings)),
      [`train-labels-idx1-ubyte${suffix}`]: zip(encodeIdxLabels(labels)),
    });
  const file = (name: string, bytes: string | Uint8Array): string => {
    const parent = fresh();
    mkdirSync(parent, { recursive: true });
    writeFileSync(join(parent, name), bytes);
    return join(parent, name);
  };
  const forms: [string, string, () => string][] = [
    ['folder', 'folder', () => writeFiles(fresh(), asFiles(drawings))],
    ['folder in a top folder', 'folder', () => writeFiles(fresh(), asFiles(drawings, 'dataset/'))],
    ['stored zip', 'zip', () => file('a.zip', encodeZip(asFiles(drawings)))],
    ['deflated zip', 'zip', () => file('a.zip', encodeZip(asFiles(drawings, 'dataset/'), { deflate: true }))],
    ['zip of another name', 'zip', () => file('a.bin', encodeZip(asFiles(drawings)))],
    ['IDX folder', 'idx', () => idx((bytes) => bytes, '')],
    ['IDX folder, gzip', 'idx', () => idx((bytes) => gzipSync(bytes), '.gz')],
    [
      'IDX file',
      'idx',
      () =>
        join(
          idx((bytes) => bytes, ''),
          'train-images-idx3-ubyte',
        ),
    ],
    ['CSV', 'csv', () => file('train.csv', encodeCsv(drawings))],
    ['CSV without header', 'csv', () => file('train.csv', encodeCsv(drawings, { header: false }))],
    [
      'CSV with CRLF and quotes',
      'csv',
      () => file('t.csv', encodeCsv(drawings).replaceAll('label', '"label"').replaceAll('\n', '\r\n')),
    ],
    ['CSV, gzip', 'csv', () => file('train.csv.gz', gzipSync(encodeCsv(drawings)))],
  ];
  it.each(forms)('%s', async (_, format, make) => {
    const dataset = await openFresh(make());
    expect(dataset.format).toBe(format);
    expect([...dataset.labels]).toEqual(labels);
    expect(dataset.skipped).toEqual([]);
    expect(Buffer.from(readAll(dataset)).equals(Buffer.from(expected))).toBe(true);
    dataset.close();
  });

  it('reads dark ink on light paper as the same', async () => {
    const dark = drawings.map(({ label, pixels }) => ({ label, pixels: pixels.map((value) => 255 - value) }));
    for (const source of [writeFiles(fresh(), asFiles(dark)), file('dark.csv', encodeCsv(dark))]) {
      const dataset = await openFresh(source);
      expect(Buffer.from(readAll(dataset)).equals(Buffer.from(expected))).toBe(true);
      dataset.close();
    }
  });
});

describe('labels and splits', () => {
  it('takes labels from folder names: a missing class stays missing', async () => {
    const dataset = await openFresh(writeFiles(fresh(), asFiles(draw([1, 7, 9], 2))));
    expect([...dataset.labels]).toEqual([1, 1, 7, 7, 9, 9]);
    expect(dataset.splits).toBeNull();
    dataset.close();
  });

  it.each([
    ['train', 'val', 'test'],
    ['training', 'validation', 'testing'],
    ['Train', 'valid', 'Test'],
  ])('reads %s, %s and %s folders', async (train, val, test) => {
    const files = {
      ...asFiles(draw([3], 1), `top/${train}/`),
      ...asFiles(draw([4], 1), `top/${val}/`),
      ...asFiles(draw([5], 1), `top/${test}/`),
    };
    const dataset = await openFresh(writeFiles(fresh(), files));
    const rows = [...dataset.labels].map((label, row) => `${label} ${String(dataset.splits?.[row])}`);
    expect(rows.sort()).toEqual(['3 train', '4 val', '5 test']);
    dataset.close();
  });

  it('orders files by number and names rows', async () => {
    const files = Object.fromEntries([10, 9, 100].map((n) => [`4/${n}.png`, encodePng(drawings[12].pixels)]));
    const dataset = await openFresh(writeFiles(fresh(), files));
    expect([0, 1, 2].map((row) => dataset.nameOf(row))).toEqual(['4/9.png', '4/10.png', '4/100.png']);
    expect(() => dataset.nameOf(3)).toThrow(RangeError);
    dataset.close();
  });

  it.each([0])('keeps a picture that is %i everywhere as a row of zeros and counts it', async (value) => {
    const blank = { label: 2, pixels: new Uint8Array(SIDE * SIDE).fill(value) };
    const dataset = await openFresh(writeFiles(fresh(), asFiles([...draw([1], 1), blank])));
    expect([dataset.length, dataset.blank]).toEqual([2, 1]);
    expect(
      readAll(dataset)
        .subarray(SIDE * SIDE)
        .every((pixel) => pixel === 0),
    ).toBe(true);
    dataset.close();
  });
});

describe('files that are not pictures', () => {
  const files = {
    ...asFiles(draw([1, 2], 1)),
    '.DS_Store': Buffer.from('x'),
    '1/Thumbs.db': Buffer.from('x'),
    '__MACOSX/1/._0.png': Buffer.from('x'),
    'README.md': Buffer.from('text'),
    '2/broken.png': encodePng(drawings[0].pixels).subarray(0, 60),
    '2/notes.txt': Buffer.from('text'),
  };

  it('skips clutter and lists the others with their reasons', async () => {
    const zip = join(writeFiles(fresh(), { 'a.zip': encodeZip(files) }), 'a.zip');
    for (const source of [writeFiles(fresh(), files), zip]) {
      const dataset = await openFresh(source);
      expect([...dataset.labels]).toEqual([1, 2]);
      const skipped = new Map(dataset.skipped.map(({ name, reason }) => [name, reason]));
      expect([...skipped.keys()].sort()).toEqual(['2/broken.png', '2/notes.txt', 'README.md']);
      expect(skipped.get('2/notes.txt')).toMatch(/text/);
      expect(skipped.get('README.md')).toBe('not in a class folder');
      dataset.close();
    }
  });

  it('are an error with strict, from the cache too', async () => {
    const source = writeFiles(fresh(), files);
    await expect(openFresh(source, { strict: true })).rejects.toThrow(/strict/);
    (await openFresh(source)).close();
    const again = openFresh(source, { strict: true });
    await expect(again).rejects.toThrow(DatasetError);
    await expect(again).rejects.toThrow(/broken\.png|notes\.txt|README\.md/);
  });
});

describe('bad input', () => {
  const refuses = async (source: string, message: RegExp): Promise<void> => {
    const opening = openFresh(source);
    await expect(opening).rejects.toThrow(DatasetError);
    await expect(opening).rejects.toThrow(message);
  };

  it('names a missing path and the catalogue', async () => {
    await refuses(join(folder, 'nothing-here'), /nothing-here: no such file or folder.*mnist/);
  });

  it('refuses an empty folder', async () => {
    const source = fresh();
    mkdirSync(source, { recursive: true });
    await refuses(source, /folders named 0 to 9. Received an empty folder/);
  });

  it('refuses a class folder that is not a digit, and names it', async () => {
    const files = { ...asFiles(draw([1], 1)), 'ten/0.png': encodePng(drawings[0].pixels) };
    await refuses(writeFiles(fresh(), files), /must be named 0 to 9.*Received "ten" \(ten\/0\.png\)/);
    await refuses(writeFiles(fresh(), { 'ten/0.png': encodePng(drawings[0].pixels) }), /Received "ten"/);
    await refuses(writeFiles(fresh(), { 'train/10/0.png': encodePng(drawings[0].pixels) }), /Received "10"/);
  });

  it('refuses pictures outside of class folders', async () => {
    await refuses(
      writeFiles(fresh(), { 'a.png': encodePng(drawings[0].pixels) }),
      /none of them readable.*a\.png: not in a class folder/,
    );
  });

  it('refuses a file that is not a data set and says what is expected', async () => {
    const source = writeFiles(fresh(), { 'a.png': encodePng(drawings[0].pixels), empty: Buffer.alloc(0) });
    await refuses(join(source, 'a.png'), /not recognised.*folders 0 to 9/);
    await refuses(join(source, 'empty'), /empty/);
  });

  it.skipIf(process.geteuid?.() === undefined || process.platform === 'win32')(
    'names a file that it may not read',
    async () => {
      const source = writeFiles(fresh(), { ...asFiles(draw([1, 2], 1)), 'private/0.png': Buffer.from('x') });
      chmodSync(join(source, 'private'), 0o000);
      const zip = join(writeFiles(fresh(), { 'a.zip': encodeZip(asFiles(draw([1], 1))) }), 'a.zip');
      chmodSync(zip, 0o000);
      const cacheFolder = fresh();
      mkdirSync(cacheFolder, { recursive: true });
      chmodSync(cacheFolder, 0o777);
      await withoutPrivileges(async () => {
        await expect(openDataset(source, { pipeline: 'classic', cacheFolder })).rejects.toThrow(
          /^cannot list the folder .*private\/: no permission/,
        );
        await expect(openDataset(zip, { pipeline: 'classic', cacheFolder })).rejects.toThrow(
          /^cannot read .*a\.zip: no permission/,
        );
      });
      chmodSync(join(source, 'private'), 0o700);
      expect(existsSync(zip)).toBe(true);
    },
  );
});

/** Root may read everything; other users may not. */
async function withoutPrivileges(run: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) {
    chmodSync(folder, 0o755);
    process.seteuid?.(65534);
  }
  try {
    await run();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('a folder with an unusually large picture', () => {
  it('is read completely, before and after that picture', async () => {
    const random = createRandom(3);
    // Noise does not compress.
    const noise = Uint8Array.from({ length: 300 * 300 }, () => random.uniform() * 256);
    const large = encodePng(noise, 300, 300);
    expect(large.length).toBeGreaterThan(65_536);
    const [first, last] = drawings.map(({ pixels }) => encodePng(pixels));
    const dataset = await openFresh(writeFiles(fresh(), { '1/1.png': first, '1/2.png': large, '1/3.png': last }));
    expect([dataset.length, dataset.skipped]).toEqual([3, []]);
    const inputs = readAll(dataset);
    const expected = [0, 1].flatMap((i) => Array.from(drawings[i].pixels, (value) => (value >= 128 ? 255 : 0)));
    expect([...inputs.subarray(0, 784), ...inputs.subarray(2 * 784)]).toEqual(expected);
    dataset.close();
  });
});
