import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Dataset } from '../../datasets/dataset.js';
import { DatasetError } from '../../errors.js';
import { explainSystemError } from '../explainSystemError.js';

const QMNIST_MAGIC = 0x0c02; // 32-bit integers in two dimensions
const QMNIST_COLUMNS = 8;
const QMNIST_WRITER = 2;
/** A group's name and a newline for far more rows than anybody trains on. */
const MAX_BYTES = 1 << 28;

/**
 * The group of each row of a data set [N], numbered in the order in which they appear, from a file that names them in the order of
 * the rows: text with one name a line (after a heading, where there is one line more than rows), or QMNIST's extended labels
 * (`qmnist-train-labels-idx2-int`; Yadav & Bottou 2019, arXiv:1905.10498), of which the writer is taken. Either may be gzip.
 *
 * The file names all rows, or only those that the source itself puts in neither validation nor test; the others get the group 0,
 * which nobody asks for. Throws DatasetError where it names another number of rows.
 */
export function readGroups(path: string, dataset: Pick<Dataset, 'length' | 'splits'>): Uint32Array {
  const rows = Array.from({ length: dataset.length }, (_, row) => row);
  const drawn = rows.filter((row) => (dataset.splits?.[row] ?? 'train') === 'train');
  const bytes = readUnpacked(path);
  const isQmnist = bytes.length >= 12 && bytes.readUInt32BE(0) === QMNIST_MAGIC;
  const names = isQmnist ? qmnistWriters(path, bytes) : linesOf(bytes, [rows.length, drawn.length]);
  const named = [rows, drawn].find(({ length }) => length === names.length);
  if (named === undefined) {
    const counts = drawn.length === rows.length ? `${rows.length}` : `${rows.length} or ${drawn.length}`;
    throw new DatasetError(`${path}: there must be one group for each of ${counts} rows. Received ${names.length}.`);
  }
  const empty = names.indexOf('');
  if (empty >= 0) throw new DatasetError(`${path}: every row must have a group. Received none at row ${empty}.`);
  const numbers = new Map<string, number>();
  const groups = new Uint32Array(dataset.length);
  for (const [i, name] of names.entries()) {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    groups[named[i]] = number;
  }
  return groups;
}

function readUnpacked(path: string): Buffer {
  try {
    const bytes = readFileSync(path);
    const packed = bytes.length >= 2 && bytes.readUInt16BE(0) === 0x1f8b;
    return packed ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes;
  } catch (error) {
    throw explainSystemError(`cannot read ${path}`, error);
  }
}

function linesOf(bytes: Buffer, counts: readonly number[]): string[] {
  const lines = bytes
    .toString()
    .replace(/^\ufeff/, '')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.trim());
  const headed = !counts.includes(lines.length) && counts.includes(lines.length - 1);
  return headed ? lines.slice(1) : lines;
}

function qmnistWriters(path: string, bytes: Buffer): string[] {
  const [rows, columns] = [bytes.readUInt32BE(4), bytes.readUInt32BE(8)];
  const expected = 12 + rows * columns * 4;
  if (columns !== QMNIST_COLUMNS || bytes.length !== expected) {
    throw new DatasetError(
      `${path}: QMNIST's labels must have ${QMNIST_COLUMNS} columns and ${expected} bytes. Received ${columns} and ${bytes.length}.`,
    );
  }
  return Array.from({ length: rows }, (_, row) => `${bytes.readInt32BE(12 + (row * columns + QMNIST_WRITER) * 4)}`);
}
