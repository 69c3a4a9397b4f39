import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { DatasetError } from '../../src/errors.js';
import { cutRecords } from '../../src/datasets/sources/dataFile.js';
import { readCsvRows } from '../../src/datasets/sources/readCsvRows.js';
import { draw, encodeCsv, openFresh, temporaryFolder } from '../support/datasetFixtures.js';

const folder = temporaryFolder();
const drawings = draw([0, 4], 2);
let made = 0;
const write = (text: string): string => {
  const path = join(folder, `${made++}.csv`);
  writeFileSync(path, text);
  return path;
};

describe('CSV', () => {
  it('names rows by file and index', async () => {
    const path = write(encodeCsv(drawings));
    const dataset = await openFresh(path);
    expect(dataset.nameOf(3)).toMatch(/^\d+\.csv#3$/);
    dataset.close();
  });

  const good = encodeCsv(drawings);
  const cases: [string, string, RegExp][] = [
    ['the test set of the competition', encodeCsv(drawings, { labels: false }), /784 columns: pixels without labels/],
    [
      'the same without its header',
      encodeCsv(drawings, { labels: false, header: false }),
      /784 columns: pixels without labels/,
    ],
    ['only a header', good.split('\n')[0], /Received no row/],
    ['other columns', 'a,b,c\n1,2,3\n', /label, pixel0.*3 columns, the first of them "a"/],
    ['a label that is not a digit', good.replace('\n4,', '\n10,'), /0 to 9. Received 10 in line 4/],
    ['a short row', good.replace(/,0\n/, '\n'), /line 2 must have 785 columns. Received 784/],
    ['a long row', good.replace(/,0\n/, ',0,0\n'), /line 2 must have 785 columns. Received 786/],
    ['a row cut off', good.slice(0, -400), /line 5, column \d+: a value is missing/],
    [
      'a value above 255',
      good.replace(',255', ',256'),
      /line 2, column \d+: must be an integer 0 to 255. Received 256/,
    ],
    ['a word', good.replace(',255', ',ink'), /line 2, column \d+: must be a number. Received the character "i"/],
    ['a missing value', good.replace(',255', ','), /line 2, column \d+: a value is missing/],
  ];
  it.each(cases)('refuses %s', async (_, text, message) => {
    const opening = openFresh(write(text));
    await expect(opening).rejects.toThrow(DatasetError);
    await expect(opening).rejects.toThrow(message);
  });
});

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

describe('reading in chunks', () => {
  it.each([1, 2, 3, 7, 100])('gives the same rows from chunks of %i bytes', async (size) => {
    const rows: string[] = [];
    const chunks = inPieces(Buffer.from('label,a,b\n1,2,3\r\n\n"4", 5 ,255'), size);
    for await (const { values, line } of readCsvRows(chunks, { path: 'x', columns: 3, skipLines: 1 })) {
      rows.push(`${line}: ${[...values].join(' ')}`);
    }
    expect(rows).toEqual(['2: 1 2 3', '4: 4 5 255']);
  });

  it.each([1, 2, 3, 5, 100])('cuts the same records from chunks of %i bytes', async (size) => {
    const records: number[][] = [];
    const bytes = Uint8Array.from({ length: 12 }, (_, i) => i);
    for await (const record of cutRecords(inPieces(bytes, size), 3, 4)) records.push([...record]);
    expect(records).toEqual([[3, 4, 5, 6], [7, 8, 9, 10], [11]]);
  });
});
