import { basename } from 'node:path';

import { DatasetError } from '../../errors.js';
import { factsOf, fileIdentity } from './fileIdentity.js';
import { readChunks, readUnpackedStart } from './readChunks.js';
import { readCsvRows } from './readCsvRows.js';
import type { Source, SourcePicture } from './source.js';

/** Kaggle's table of digits, with or without the header line `label,pixel0,...,pixel783`. */
export function csvSource(path: string): Source {
  return {
    path,
    format: 'csv',
    identity: fileIdentity([factsOf(path)]),
    open: () => Promise.resolve({ total: null, notes: [], pictures: readPictures(path) }),
  };
}

async function* readPictures(path: string): AsyncGenerator<SourcePicture> {
  const { columns, hasHeader } = describeColumns(path);
  const side = Math.sqrt(columns - 1);
  const file = basename(path);
  let row = 0;
  for await (const { values, line } of readCsvRows(readChunks(path), { path, columns, skipLines: hasHeader ? 1 : 0 })) {
    const label = values[0];
    if (label > 9) throw new DatasetError(`${path}: labels must be 0 to 9. Received ${label} in line ${line}.`);
    yield {
      kind: 'gray',
      name: `${file}#${row}`,
      label,
      split: null,
      width: side,
      height: side,
      luminance: values.subarray(1),
    };
    row++;
  }
  if (row === 0) throw new DatasetError(`${path}: must have one row per picture. Received no row.`);
}

/**
 * Reads the first line. Throws DatasetError unless its columns are a label and a square of pixels.
 */
function describeColumns(path: string): { columns: number; hasHeader: boolean } {
  const [firstLine] = readUnpackedStart(path, 1 << 18)
    .toString('latin1')
    .split(/\r?\n/, 1);
  const cells = firstLine.split(',').map((cell) => cell.replace(/["\s\u00ef\u00bb\u00bf]/g, ''));
  const columns = cells.length;
  const hasHeader = !/^\d+$/.test(cells[0]);
  const isSquare = (count: number): boolean => count > 1 && Number.isInteger(Math.sqrt(count));
  if (isSquare(columns - 1) && (!hasHeader || cells[0].toLowerCase() === 'label')) return { columns, hasHeader };
  const why = isSquare(columns)
    ? `Received ${columns} columns: pixels without labels, like the test set of Kaggle's competition. Training and evaluation need labels.`
    : `Received ${columns} columns, the first of them "${cells[0].slice(0, 40)}".`;
  throw new DatasetError(`${path}: columns must be label, pixel0, ..., pixel783. ${why}`);
}
