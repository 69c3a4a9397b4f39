import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Dataset } from '../../src/datasets/dataset.js';
import { DatasetError } from '../../src/errors.js';
import {
  draw,
  encodeIdxImages,
  encodeIdxLabels,
  encodePng,
  openFresh,
  readAll,
  SIDE,
  temporaryFolder,
  writeFiles,
} from '../support/datasetFixtures.js';
import { asTable, encodePng16, transposed, withValues } from '../support/tableFixtures.js';

// How tables and small values are read. Each name is a row of docs/data.md, which
// downloads.test.ts checks.

const folder = temporaryFolder();
const drawings = draw([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3);
const labels = drawings.map(({ label }) => label);
const expected = drawings.flatMap(({ pixels }) => Array.from(pixels, (value) => (value >= 128 ? 255 : 0)));
let made = 0;

const open = (content: string | Uint8Array, name = 'digits.csv'): Promise<Dataset> => {
  const parent = join(folder, `${made++}`);
  mkdirSync(parent);
  writeFileSync(join(parent, name), content);
  return openFresh(join(parent, name));
};
/** Opens a table and expects the drawings in it. Returns its notes. */
const notesOn = async (content: string | Uint8Array, name?: string): Promise<string> => {
  const dataset = await open(content, name);
  dataset.close();
  expect([...dataset.labels]).toEqual(labels);
  return dataset.notes.join('\n');
};
const samePictures = async (content: string | Uint8Array, name?: string): Promise<string> => {
  const dataset = await open(content, name);
  expect([...dataset.labels]).toEqual(labels);
  expect(Buffer.from(readAll(dataset)).equals(Buffer.from(expected))).toBe(true);
  dataset.close();
  return dataset.notes.join('\n');
};

describe('the column of the labels', () => {
  it('a header that names the labels', async () => {
    for (const header of ['label', 'Digit', '"target"', 'y', 'class', 'labels', 'Class_ID']) {
      for (const label of ['first', 'middle', 'last'] as const) {
        expect(await samePictures(asTable(drawings, { header, label })), `${header} ${label}`).toBe('');
      }
    }
  });

  it('label first, no header', async () => {
    expect(await samePictures(asTable(drawings, { header: null }))).toBe('');
  });

  it('label last, no header', async () => {
    const note = /^digits\.csv: There is no header; by their values, the labels are in the last of 785 columns\.$/;
    expect(await samePictures(asTable(drawings, { header: null, label: 'last' }))).toMatch(note);
    const sorted = draw([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 1).flatMap((drawing) =>
      new Array<typeof drawing>(400).fill(drawing),
    );
    const dataset = await open(asTable(sorted, { header: null, label: 'last' }));
    expect([0, 399, 400, 3999].map((row) => dataset.labels[row])).toEqual([0, 0, 1, 9]);
    dataset.close();
    const named = asTable(drawings, { header: 'pixel784', label: 'last' });
    expect(await samePictures(named)).toMatch(/The header names no label; by their values/);
  });

  it('labels with values like those of pixels', async () => {
    const small = withValues(drawings, (value) => (value === 255 ? 9 : 0));
    expect(await samePictures(asTable(small, { header: null, label: 'last' }))).toMatch(/in the last of 785/);
    expect(await samePictures(asTable(small, { header: null }))).toMatch(/^The values of the pictures are 0 to 9/);
    const dark = withValues(drawings, (value) => 255 - value);
    expect(await samePictures(asTable(dark, { header: null, label: 'last' }))).toMatch(/in the last of 785/);
  });

  it('columns that number or name the rows', async () => {
    const number = { name: '', of: String };
    for (const name of ['', 'Unnamed: 0', 'id', 'ImageId']) {
      await samePictures(asTable(drawings, { index: { ...number, name } }));
      await samePictures(asTable(drawings, { index: { ...number, name }, header: 'target', label: 'last' }));
    }
    await samePictures(asTable(drawings, { index: { name: 'file', of: (row) => `img_${row}.png` } }));
    await samePictures(asTable(drawings, { header: null, index: number }));
    const numbered = asTable(drawings, { header: null }).split('\n');
    const head = numbered[0].split(',').map((_, i) => i);
    await samePictures([head.join(','), ...numbered].join('\n'));
  });

  it('labels that cannot be told', async () => {
    const doubtful = withValues(drawings, (value) => (value === 255 ? 1 : 0));
    doubtful.forEach(({ pixels, label }) => (pixels[783] = 9 - label));
    const opening = open(asTable(doubtful, { header: null }));
    await expect(opening).rejects.toThrow(DatasetError);
    await expect(opening).rejects.toThrow(/it must be clear which column has the labels.*Add a header line/);
    const other = drawings.map(({ label, pixels }) => ({ label: label + 20, pixels: pixels.map((v) => v || 11) }));
    await expect(open(asTable(other, { header: null }))).rejects.toThrow(
      /labels must be 0 to 9, in the first or the last column.*Received 20 in line 1 in the first and 11 in line 1 in the last/,
    );
    // The last pixel is 0 in all of them: it must not be taken for a label.
    for (const wrong of [10, -1, 255]) {
      const mislabelled = drawings.map(({ label, pixels }) => ({ label: label === 7 ? wrong : label, pixels }));
      await expect(open(asTable(mislabelled, { header: null }))).rejects.toThrow(
        new RegExp(
          `Received ${wrong} in line \\d+ in the first and values like those of the pixel beside it in the last`,
        ),
      );
    }
  });

  it('no labels', async () => {
    await expect(open(asTable(drawings, { label: 'none' }))).rejects.toThrow(/784 columns: pixels without labels/);
    const words = asTable(drawings, { digit: (label) => `class ${label}` });
    await expect(open(words)).rejects.toThrow(/Column 1 has words \("class 0"\); labels must be written as 0 to 9/);
  });
});

describe('how a table is written', () => {
  it('byte order mark, quotes, CRLF or CR', async () => {
    const table = asTable(drawings);
    await samePictures(`\uFEFF${table}`);
    await samePictures(`\uFEFF${asTable(drawings, { header: null })}`);
    await samePictures(table.replaceAll(/[^,\n]+/g, '"$&"'));
    await samePictures(table.replaceAll('\n', '\r\n'));
    await samePictures(table.replaceAll('\n', '\r'));
  });

  it('semicolons, tabs, spaces or bars', async () => {
    for (const delimiter of [';', '\t', ' ', '|', ', ']) {
      await samePictures(asTable(drawings, { delimiter }));
      await samePictures(asTable(drawings, { delimiter, header: null, label: 'last' }));
    }
  });

  it('comments and empty lines above', async () => {
    const table = asTable(drawings);
    for (const above of [
      '\n',
      '# from a scanner\n',
      '# a\n\n# b, c\n\r\n',
      'sep=,\n',
      '% ARFF\n@RELATION digits\n@DATA\n',
    ]) {
      await samePictures(above + table);
    }
    await samePictures(`# ${asTable(drawings, { label: 'last', header: 'digit' })}`);
  });

  it('numbers with a point, a comma or an exponent', async () => {
    await samePictures(asTable(drawings, { value: (v) => `${v}.0`, digit: (label) => `${label}.0` }));
    await samePictures(asTable(drawings, { value: (v) => v.toExponential(18), digit: (v) => v.toExponential(18) }));
    await samePictures(asTable(drawings, { delimiter: ';', value: (v) => `${v},0`, digit: (v) => `${v},0` }));
    await samePictures(asTable(drawings, { value: (v) => (v === 255 ? '254.6' : String(v)) }));
  });

  it('UTF-16', async () => {
    await samePictures(Buffer.from(`\uFEFF${asTable(drawings)}`, 'utf16le'));
    await samePictures(Buffer.from(`\uFEFF${asTable(drawings)}`, 'utf16le').swap16());
  });

  it('no square of pixels', async () => {
    await expect(open('a,b,c\n1,2,3\n')).rejects.toThrow(/columns must be label, pixel0.*Received 3 columns/);
    const pendigits = '47,100,27,81,57,37,26,0,0,23,56,53,100,90,40,98,8\n';
    await expect(open(pendigits.repeat(9))).rejects.toThrow(/Received 17 columns/);
    const lines = (count: number, header: string): string =>
      `${header},${Array.from({ length: count - 1 }, (_, i) => `p${i}`).join(',')}\n${'0,'.repeat(count)}0\n`;
    await expect(open(lines(794, 'a'))).rejects.toThrow(/pixels and one column per digit: write the digit in one/);
    await expect(open(lines(2353, 'label'))).rejects.toThrow(/colours, three per pixel: write one gray value/);
    await expect(open(lines(785, 'label,target'))).rejects.toThrow(/be the labels \(label, target\): keep one/);
  });
});

describe('the values of pictures', () => {
  const isInk = (value: number): boolean => value === 255;

  it('masks of 0 and 1, values to 9, 16 or 100', async () => {
    for (const max of [1, 9, 15, 16, 100]) {
      const small = withValues(drawings, (value) => (isInk(value) ? max : 0));
      const note = `The values of the pictures are 0 to ${max}, not 0 to 255: they were scaled to what is there.`;
      expect(await samePictures(asTable(small))).toBe(note);
      const idx = writeFiles(join(folder, `${made++}`, 'data'), {
        'train-images-idx3-ubyte': encodeIdxImages(small),
        'train-labels-idx1-ubyte': encodeIdxLabels(labels),
      });
      const dataset = await openFresh(idx);
      expect(dataset.notes).toEqual([note]);
      expect(Buffer.from(readAll(dataset)).equals(Buffer.from(expected))).toBe(true);
      dataset.close();
    }
  });

  it('fractions, and values around zero', async () => {
    const fraction = (value: number): string => (value / 255).toFixed(4);
    expect(await samePictures(asTable(drawings, { value: fraction }))).toMatch(/are 0 to 1, not/);
    expect(await samePictures(asTable(drawings, { value: (v) => (v / 127.5 - 1).toFixed(4) }))).toMatch(/-1 to 1, not/);
    expect(await samePictures(asTable(drawings, { value: (v) => String((v - 33.3) / 78.6) }))).toMatch(/-0\.4237 to/);
  });

  it('12 or 16 bits', async () => {
    for (const max of [1023, 4095, 65535]) {
      const value = (v: number): string => String(Math.round((v * max) / 255));
      expect(await samePictures(asTable(drawings, { value }))).toMatch(new RegExp(`are 0 to ${max}, not`));
    }
    const files = Object.fromEntries(
      drawings.map(({ label, pixels }, n) => [
        `${label}/${n}.png`,
        encodePng16(Array.from(pixels, (value) => (isInk(value) ? 4095 : 0))),
      ]),
    );
    const dataset = await openFresh(writeFiles(join(folder, `${made++}`, 'data'), files));
    expect(dataset.notes).toEqual([
      '30 pictures use values of 0 to 16 at most, not 0 to 255: scaled to what is there.',
    ]);
    expect(Buffer.from(readAll(dataset)).equals(Buffer.from(expected))).toBe(true);
    dataset.close();
  });

  it('PNG files of small values', async () => {
    for (const max of [1, 9, 16]) {
      const files = { '3/0.png': encodePng(drawings[9].pixels.map((value) => (isInk(value) ? max : 0))) };
      const dataset = await openFresh(writeFiles(join(folder, `${made++}`, 'data'), files));
      expect(dataset.notes).toEqual([
        '1 picture uses values of 0 to 16 at most, not 0 to 255: scaled to what is there.',
      ]);
      const input = expected.slice(9 * SIDE * SIDE, 10 * SIDE * SIDE);
      expect(Buffer.from(readAll(dataset)).equals(Buffer.from(input))).toBe(true);
      dataset.close();
    }
  });

  it('single values out of range', async () => {
    const value = asTable(drawings);
    await expect(open(value.replace(',255', ',256'))).rejects.toThrow(/line 2, column \d+: .*0 to 255. Received 256/);
    await expect(open(value.replace(',255', ',-1'))).rejects.toThrow(/line 2, column \d+: .*0 to 255. Received -1/);
  });
});

describe('EMNIST', () => {
  it('EMNIST in IDX or CSV', async () => {
    const turned = transposed(drawings);
    const note = 'The file names say EMNIST, whose pictures are stored transposed: they were turned back.';
    expect(await samePictures(asTable(turned, { header: null }), 'emnist-digits-train.csv')).toBe(note);
    expect(await samePictures(asTable(turned), 'my_EMNIST.csv')).toBe(note);
    const idx = writeFiles(join(folder, `${made++}`, 'data'), {
      'emnist-digits-train-images-idx3-ubyte': encodeIdxImages(turned),
      'emnist-digits-train-labels-idx1-ubyte': encodeIdxLabels(labels),
    });
    const dataset = await openFresh(idx);
    expect(dataset.notes).toEqual([note]);
    expect(Buffer.from(readAll(dataset)).equals(Buffer.from(expected))).toBe(true);
    dataset.close();
    expect(await notesOn(asTable(turned), 'qmnist.csv')).toBe('');
  });

  it('letters of EMNIST', async () => {
    const letters = drawings.map(({ label, pixels }) => ({ label: label + 20, pixels }));
    await expect(open(asTable(letters, { header: 'label' }), 'emnist-letters.csv')).rejects.toThrow(
      /labels must be 0 to 9. Received 20 in line 2\. In EMNIST, only the files named emnist-digits/,
    );
    await expect(open(asTable(letters, { header: null }), 'emnist-letters-train.csv')).rejects.toThrow(
      /Received 20 in line 1 in the first and values like .* in the last\. In EMNIST, only the files named emnist-digits/,
    );
  });
});
