import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import type { Dataset } from '../../src/datasets/dataset.js';
import { DatasetError } from '../../src/errors.js';
import {
  asFiles,
  draw,
  encodeIdxImages,
  encodeIdxLabels,
  encodePng,
  encodeZip,
  type Files,
  openFresh,
  readAll,
  temporaryFolder,
  writeFiles,
} from '../support/datasetFixtures.js';
import { asTable } from '../support/tableFixtures.js';

// Data sets as they are downloaded. Each name is a row of docs/data.md.

const folder = temporaryFolder();
const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const train = draw(digits, 3);
const test = draw(digits, 2);
const labelsOf = (drawings: typeof train): number[] => drawings.map(({ label }) => label);
const inputsOf = (drawings: typeof train): Buffer =>
  Buffer.from(drawings.flatMap(({ pixels }) => Array.from(pixels, (value) => (value >= 128 ? 255 : 0))));
const png = encodePng(train[0].pixels);
let made = 0;

const inFolder = (files: Files): string => writeFiles(join(folder, `${made++}`, 'data'), files);
function inZip(files: Files): string {
  const path = join(folder, `${made++}.zip`);
  writeFileSync(path, encodeZip(files, { deflate: true }));
  return path;
}
/** Opens it, and expects the training drawings, followed by the test drawings if there are any. */
async function expectDigits(source: string, hasTest: boolean, format: Dataset['format']): Promise<Dataset> {
  const dataset = await openFresh(source);
  dataset.close();
  expect(dataset.format).toBe(format);
  expect([...dataset.labels]).toEqual(labelsOf(hasTest ? [...train, ...test] : train));
  return dataset;
}
async function refuses(source: string, message: RegExp): Promise<void> {
  const opening = openFresh(source);
  await expect(opening).rejects.toThrow(DatasetError);
  await expect(opening).rejects.toThrow(message);
}

const text = (content: string): Buffer => Buffer.from(content);
const trainTable = text(asTable(train));
const competition: Files = {
  'sample_submission.csv': text('ImageId,Label\n1,0\n2,0\n'),
  'test.csv': text(asTable(test, { label: 'none' })),
  'train.csv': trainTable,
};
const competitionNotes = [
  'Left out, because it has pixels without labels: test.csv.',
  'Left out, because it is no table of pictures: sample_submission.csv.',
];
const idx = (name: string, drawings: typeof train): Files => ({
  [`${name}-images-idx3-ubyte`]: encodeIdxImages(drawings),
  [`${name}-labels-idx1-ubyte`]: encodeIdxLabels(labelsOf(drawings)),
});
const mnist = { ...idx('train', train), ...idx('t10k', test) };
const below = (prefix: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${prefix}${name}`, bytes]));
const gzipped = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]));

describe('tables in a folder or a zip', () => {
  it('a zip of Kaggle', async () => {
    for (const files of [competition, below('digit-recognizer/', competition)]) {
      const dataset = await expectDigits(inZip(files), false, 'csv');
      expect(dataset.notes.map((note) => note.replaceAll('digit-recognizer/', ''))).toEqual(competitionNotes);
    }
    const whole = await openFresh(inZip(competition));
    expect(Buffer.from(readAll(whole)).equals(inputsOf(train))).toBe(true);
    expect([whole.nameOf(0), whole.splits]).toEqual(['train.csv#0', null]);
    whole.close();
  });

  it('a folder of Kaggle', async () => {
    expect((await expectDigits(inFolder(competition), false, 'csv')).notes).toEqual(competitionNotes);
    const both = inFolder({ ...competition, 'digit-recognizer.zip': encodeZip(competition) });
    expect((await expectDigits(both, false, 'csv')).notes).toEqual([
      ...competitionNotes,
      'Left out: digit-recognizer.zip.',
    ]);
  });

  it('a folder with only a zip in it', async () => {
    const source = inFolder({ 'archive.zip': encodeZip(competition), 'readme.txt': text('hello') });
    const { notes } = await expectDigits(source, false, 'csv');
    expect(notes).toEqual(['The data set is the zip in it: archive.zip.', ...competitionNotes]);
    await refuses(inZip({ 'archive.zip': encodeZip(competition) }), /Received zips: archive\.zip\. Unpack/);
    const two = { 'a.zip': encodeZip(competition), 'b.zip': encodeZip(competition) };
    await refuses(inFolder(two), /one data set\. Received zips: a\.zip, b\.zip/);
    const sample = { 'sample_submission.csv': competition['sample_submission.csv'] };
    await refuses(inFolder({ ...two, ...sample }), /one data set\. Received zips: a\.zip, b\.zip/);
  });

  it('mnist_train.csv and mnist_test.csv', async () => {
    const testTable = text(asTable(test));
    const forms: Files[] = [
      { 'mnist_train.csv': trainTable, 'mnist_test.csv': testTable },
      { 'mnist_train.csv.gz': gzipSync(trainTable), 'mnist_test.csv.gz': gzipSync(testTable) },
      { 'archive/trainSet.tsv': text(asTable(train, { delimiter: '\t' })), 'archive/testSet.tsv': testTable },
      { 'digits.tra': text(asTable(train, { header: null })), 'digits.tes': testTable, 'digits.names': text('x y') },
      { 'train/data.csv': trainTable, 'test/digits.csv': testTable },
    ];
    for (const files of forms) {
      for (const source of [inFolder(files), inZip(files)]) {
        const { splits } = await expectDigits(source, true, 'csv');
        expect(splits).toEqual([...train.map(() => 'train'), ...test.map(() => 'test')]);
      }
    }
    expect((await expectDigits(join(inFolder(forms[0]), 'mnist_train.csv'), false, 'csv')).splits).toBeNull();
  });

  it('tables that may be the same part', async () => {
    await refuses(
      inFolder({ 'a.csv': trainTable, 'b.csv': text(asTable(test)) }),
      /one data set.*a\.csv and b\.csv\. Name one/,
    );
    const copies = { 'train.csv': trainTable, 'more/train.csv': trainTable };
    const { notes } = await expectDigits(inFolder(copies), false, 'csv');
    expect(notes).toEqual(['Left out, because it is a copy of another file: more/train.csv.']);
    const different = { 'train.csv': trainTable, 'more/train.csv': text(asTable(test)) };
    await refuses(inFolder(different), /one data set.*train\.csv and more\/train\.csv, which differ/);
  });

  it('tables without pictures', async () => {
    await refuses(
      inFolder({ 'names.csv': text('a,b\n1,2\n') }),
      /tables that hold none.*names\.csv: Received 2 columns/,
    );
    await refuses(inZip({ 'test.csv': competition['test.csv'] }), /test\.csv: columns must be.*pixels without labels/);
  });

  it('files of other programs', async () => {
    const array = Buffer.from('\x93NUMPY\x01', 'latin1');
    const known = /IDX files.*Received x\.npy, a NumPy array \(\.npy\): write it as a CSV file/;
    await refuses(inFolder({ 'x.npy': array, 'readme.txt': text('hello') }), known);
    await refuses(inZip({ 'x.npy': array }), known);
    await refuses(join(inFolder({ 'x.npy': array }), 'x.npy'), /Received a NumPy array \(\.npy\): write it/);
    const book = { '[Content_Types].xml': text('<x/>'), 'xl/workbook.xml': text('<x/>') };
    await refuses(inZip(book), /Received an Office file, such as an Excel workbook: save its table as CSV/);
    const tar = Buffer.alloc(1024);
    tar.write('ustar', 257);
    await refuses(join(inFolder({ 'a.tar.gz': gzipSync(tar) }), 'a.tar.gz'), /Received a tar archive: unpack it/);
    // Beside a data set they are named.
    const { notes } = await expectDigits(inFolder({ 'train.csv': trainTable, 'x.npy': array }), false, 'csv');
    expect(notes).toEqual(['Left out: x.npy.']);
  });

  it('a damaged table in a zip', async () => {
    const bytes = encodeZip({ 'train.csv': trainTable }, { deflate: true });
    bytes[200] ^= 0xff;
    const path = join(folder, `${made++}.zip`);
    writeFileSync(path, bytes);
    await refuses(path, /train\.csv cannot be read: /);
  });
});

describe('IDX in folders and zips', () => {
  it('IDX in folders of their own names', async () => {
    const nested = Object.fromEntries(Object.entries(mnist).map(([name, bytes]) => [`${name}/${name}`, bytes]));
    expect((await expectDigits(inFolder(nested), true, 'idx')).notes).toEqual([]);
    const again = Object.fromEntries(
      Object.entries(mnist).map(([name, bytes]) => [name.replace('-idx', '.idx'), bytes]),
    );
    const { notes, splits } = await expectDigits(inFolder({ ...nested, ...again }), true, 'idx');
    expect(notes.join()).toMatch(/^Left out, because it is a copy of another file: t10k-images-idx3-ubyte\/t10k/);
    expect(splits?.filter((split) => split === 'test')).toHaveLength(test.length);
    const single = inFolder(nested);
    await expectDigits(join(single, 'train-images-idx3-ubyte', 'train-images-idx3-ubyte'), false, 'idx');
  });

  it('a zip of IDX files', async () => {
    for (const files of [mnist, gzipped(mnist), below('MNIST/raw/', { ...mnist, ...gzipped(mnist) })]) {
      const dataset = await openFresh(inZip(files));
      expect([dataset.format, dataset.notes]).toEqual(['idx', []]);
      expect(Buffer.from(readAll(dataset)).equals(inputsOf([...train, ...test]))).toBe(true);
      dataset.close();
    }
  });

  it('the raw folder of torchvision', async () => {
    const raw = below('MNIST/raw/', { ...mnist, ...gzipped(mnist) });
    expect((await expectDigits(inFolder(raw), true, 'idx')).notes).toEqual([]);
    const { notes } = await expectDigits(inFolder({ ...raw, 'MNIST/processed/training.pt': text('x') }), true, 'idx');
    expect(notes).toEqual(['Left out: MNIST/processed/training.pt.']);
    const fashion = below('FashionMNIST/raw/', { ...idx('train', [...test, ...test]), ...idx('t10k', test) });
    await refuses(inFolder({ ...raw, ...fashion }), /one data set.*which differ/);
  });

  it('IDX files of other names', async () => {
    const files = { 'digits.idx': encodeIdxImages(train), 'truth.bin': encodeIdxLabels(labelsOf(train)) };
    await expectDigits(inFolder(files), false, 'idx');
  });
});

describe('class folders', () => {
  const classes = asFiles(train);
  const clutter = {
    '.DS_Store': text('x'),
    '__MACOSX/0/._0.png': text('x'),
    '3/Thumbs.db': text('x'),
    '3/thumbs.db': text('x'),
    'desktop.ini': text('x'),
  };

  it('a stray picture, a readme, a folder beside the classes', async () => {
    const stray = { ...classes, 'preview.png': png, 'README.md': text('a, b'), 'docs/figure.png': png };
    for (const files of [stray, below('digits/', stray), { ...below('digits/', classes), 'preview.png': png }]) {
      for (const source of [inFolder({ ...files, ...clutter }), inZip({ ...files, ...clutter })]) {
        const dataset = await openFresh(source);
        dataset.close();
        expect([...dataset.labels].sort()).toEqual(labelsOf(train));
        const reasons = new Set(dataset.skipped.map(({ reason }) => reason));
        expect([...reasons]).toEqual(['not in a class folder']);
        expect(dataset.skipped.map(({ name }) => name)).toContain(
          Object.keys(files).find((name) => name.endsWith('preview.png')),
        );
      }
    }
  });

  it('any number of folders above the classes', async () => {
    for (const prefix of ['a/', 'a/b/', '5/', 'x/5/y/']) {
      await expectDigits(inFolder(below(prefix, classes)), false, 'folder');
      const stray = { ...below(prefix, classes), 'a.txt': text('x'), 'z/b.jpg': png };
      await expectDigits(inZip(stray), false, 'zip');
    }
  });

  it('train and test folders, one or two levels down', async () => {
    const parts = { ...below('train/', classes), ...below('test/', asFiles(test)) };
    const kaggle = { ...below('trainingSet/trainingSet/', classes), ...below('testSet/testSet/', asFiles(test)) };
    const forms = [parts, below('data/', parts), { ...below('a/b/', parts), 'a/cover.png': png }, kaggle];
    for (const files of forms) {
      const dataset = await openFresh(inFolder(files));
      dataset.close();
      const counts = ['train', 'test'].map((part) => dataset.splits?.filter((split) => split === part).length);
      expect(counts).toEqual([train.length, test.length]);
      expect(dataset.notes).toEqual([]);
    }
  });

  it('unlabelled pictures and a sample beside a set', async () => {
    const files = {
      ...below('trainingSet/trainingSet/', classes),
      ...below('trainingSample/trainingSample/', asFiles(test)),
      'testSample/img_1.png': png,
    };
    const dataset = await expectDigits(inFolder(files), false, 'folder');
    expect(new Set(dataset.skipped.map(({ reason }) => reason))).toEqual(
      new Set(['a sample beside the data set', 'not in a class folder']),
    );
  });

  it('class folders in several folders', async () => {
    const files = { ...below('anna/', classes), ...below('ben/', asFiles(test)) };
    const { notes } = await expectDigits(inFolder(files), true, 'folder');
    expect(notes).toEqual(['The class folders are in 2 folders, whose pictures were joined: anna/, ben/.']);
  });

  it('links to folders', async () => {
    const source = inFolder(classes);
    const linked = inFolder({ 'readme.txt': text('hello') });
    symlinkSync(source, join(linked, 'far'), 'junction');
    symlinkSync(linked, join(linked, 'far', 'back'), 'junction');
    symlinkSync(linked, join(linked, 'self'), 'junction');
    const { notes, skipped } = await expectDigits(linked, false, 'folder');
    expect(notes).toEqual([]);
    expect(skipped.map(({ name }) => name)).toEqual(['readme.txt']);
    const deep = below('a/b/c/d/e/f/g/h/i/j/', classes);
    await expectDigits(inFolder(deep), false, 'folder');
  });

  it('folders of other classes', async () => {
    for (const name of ['10', 'ten', 'a', '-1']) {
      await refuses(inFolder({ ...classes, [`${name}/0.png`]: png }), new RegExp(`named 0 to 9.*Received "${name}"`));
    }
    await refuses(inFolder({ 'cats/0.png': png, 'dogs/1.png': png }), /named 0 to 9.*Received "cats" \(cats\/0\.png\)/);
    await refuses(inFolder({ 'x/train/cats/0.png': png, 'x/test/dogs/1.png': png }), /Received "dogs"/);
  });
});

it('docs/data.md lists what these tests show, and nothing else', () => {
  const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
  const rows = [...read('../../docs/data.md').matchAll(/^\| ([^|`]+?) +\| [^|]+\|$/gm)]
    .map(([, name]) => name)
    .filter((name) => !/^(?:-+|input)$/.test(name));
  const sources = ['tables', 'downloads', 'dataWarnings'].map((name) => read(`./${name}.test.ts`)).join('\n');
  const tests = [...sources.matchAll(/^ {2}it\(\s*'([^']+)'/gm)].map(([, name]) => name);
  expect(rows.sort()).toEqual(tests.sort());
});
