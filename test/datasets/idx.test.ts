import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { DatasetError } from '../../src/errors.js';
import {
  draw,
  encodeIdxImages,
  encodeIdxLabels,
  openFresh,
  readAll,
  SIDE,
  temporaryFolder,
  writeFiles,
  type Files,
} from '../support/datasetFixtures.js';

const folder = temporaryFolder();
const drawings = draw([3, 5, 8], 4);
const labels = drawings.map(({ label }) => label);
const images = encodeIdxImages(drawings);
let made = 0;
const write = (files: Files): string => writeFiles(join(folder, `${made++}`, 'data'), files);
const pair = (imageBytes: Uint8Array, labelBytes: Uint8Array, suffix = ''): Files => ({
  [`train-images-idx3-ubyte${suffix}`]: imageBytes,
  [`train-labels-idx1-ubyte${suffix}`]: labelBytes,
});

describe('IDX', () => {
  it('reads train and t10k as splits, train first, and names rows by file and index', async () => {
    const dataset = await openFresh(
      write({
        't10k-images-idx3-ubyte': encodeIdxImages(drawings.slice(0, 2)),
        't10k-labels-idx1-ubyte': encodeIdxLabels(labels.slice(0, 2)),
        ...pair(images, encodeIdxLabels(labels)),
      }),
    );
    expect([...dataset.labels]).toEqual([...labels, 3, 3]);
    expect(dataset.splits).toEqual([...labels.map(() => 'train'), 'test', 'test']);
    expect([0, 11, 13].map((row) => dataset.nameOf(row))).toEqual([
      'train-images-idx3-ubyte#0',
      'train-images-idx3-ubyte#11',
      't10k-images-idx3-ubyte#1',
    ]);
    dataset.close();
  });

  it('finds gzip labels beside plain images, and prefers plain copies', async () => {
    const source = write({
      ...pair(images, encodeIdxLabels(labels)),
      'train-images-idx3-ubyte.gz': gzipSync(images),
      't10k-images.idx3-ubyte': images,
      't10k-labels.idx1-ubyte.gz': gzipSync(encodeIdxLabels(labels)),
    });
    const dataset = await openFresh(source);
    expect(dataset.length).toBe(2 * drawings.length);
    dataset.close();
  });

  it('turns EMNIST pictures back, going by the file name, and says so', async () => {
    const turned = drawings.map(({ label, pixels }) => ({
      label,
      pixels: Uint8Array.from(pixels, (_, i) => pixels[(i % SIDE) * SIDE + Math.floor(i / SIDE)]),
    }));
    const emnist = await openFresh(
      write({
        'emnist-digits-train-images-idx3-ubyte': encodeIdxImages(turned),
        'emnist-digits-train-labels-idx1-ubyte': encodeIdxLabels(labels),
      }),
    );
    const mnist = await openFresh(write(pair(images, encodeIdxLabels(labels))));
    expect(readAll(emnist)).toEqual(readAll(mnist));
    expect(emnist.notes.join()).toMatch(/EMNIST.*transposed/);
    expect(mnist.notes).toEqual([]);
    emnist.close();
    mnist.close();
  });

  const count = (value: number, bytes: Buffer): Buffer => {
    const changed = Buffer.from(bytes);
    changed.writeUInt32BE(value, 4);
    return changed;
  };
  const good = encodeIdxLabels(labels);
  const cases: [string, Files, RegExp][] = [
    [
      'truncated images',
      pair(images.subarray(0, -1), good),
      /promises 12 pictures of 28x28.*truncated: 9424 bytes are needed, it has 9423/,
    ],
    ['images cut off within the header', pair(images.subarray(0, 10), good), /ends within its header/],
    [
      'images cut off in the gzip',
      pair(gzipSync(images).subarray(0, -20), gzipSync(good), '.gz'),
      /truncated or corrupt/,
    ],
    [
      'images cut off before the gzip',
      pair(gzipSync(images.subarray(0, -1)), gzipSync(good), '.gz'),
      /ends within record 11/,
    ],
    [
      'fewer pictures than counted',
      pair(gzipSync(images.subarray(0, -784)), gzipSync(good), '.gz'),
      /promises 12.*ends after 11/,
    ],
    ['more pictures than counted', pair(count(11, images), count(11, good).subarray(0, -1)), /promises 11.*longer/],
    [
      'more pictures than counted, gzip',
      pair(gzipSync(count(11, images)), encodeIdxLabels(labels.slice(1)), ''),
      /promises 11.*holds more/,
    ],
    ['a count of four thousand million', pair(count(0xffffffff, images), count(0xffffffff, good)), /truncated/],
    [
      'that count in a gzip',
      pair(gzipSync(count(0xffffffff, images)), gzipSync(count(0xffffffff, good)), '.gz'),
      /truncated/,
    ],
    [
      'more labels than pictures',
      pair(images, encodeIdxLabels([...labels, 1])),
      /one label per picture.*13 labels for the 12 pictures/,
    ],
    ['truncated labels', pair(images, good.subarray(0, -2)), /promises 12 labels.*truncated/],
    [
      'a label that is not a digit',
      pair(images, encodeIdxLabels([...labels.slice(1), 26])),
      /must be 0 to 9. Received 26 at row 11.*emnist-digits/,
    ],
    ['no labels', { 'train-images-idx3-ubyte': images }, /train-labels-idx1-ubyte or train-labels-idx1-ubyte\.gz/],
    [
      'pictures of no width',
      pair(Buffer.concat([images.subarray(0, 12), Buffer.alloc(4)]), good),
      /must be 1 to 4096. Received 28x0/,
    ],
    [
      'two data sets in one folder',
      { ...pair(images, good), 'emnist-train-images-idx3-ubyte': images, 'emnist-train-labels-idx1-ubyte': good },
      /one data set.*emnist-train-images/,
    ],
  ];
  it.each(cases)('refuses %s', async (_, files, message) => {
    const opening = openFresh(write(files));
    await expect(opening).rejects.toThrow(DatasetError);
    await expect(opening).rejects.toThrow(message);
  });

  it('refuses a labels file that contains pictures', async () => {
    const source = join(write(pair(images, images)), 'train-images-idx3-ubyte');
    await expect(openFresh(source)).rejects.toThrow(/labels \(magic number 0x801\).*Received an IDX file of images/);
  });

  it('refuses a labels file given as the data set', async () => {
    const source = write(pair(images, good));
    await expect(openFresh(join(source, 'train-labels-idx1-ubyte'))).rejects.toThrow(/these are labels/);
  });
});
