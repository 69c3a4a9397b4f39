import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Dataset } from '../../datasets/dataset.js';
import { numberInOrder } from '../../datasets/numberInOrder.js';
import { DatasetError } from '../../errors.js';
import { explainSystemError } from '../files/explainSystemError.js';

const QMNIST_MAGIC = 0x0c02; // IDX: 32-bit integers in two dimensions
const QMNIST_COLUMNS = 8;
const QMNIST_WRITER = 2;
/** Enough for the group names of far more rows than any training set has. */
const MAX_BYTES = 1 << 28;

/** The parts of a data set that reading groups needs. */
type GroupedData = Pick<Dataset, 'length' | 'splits' | 'labels'>;

/**
 * The group of each row of a data set [N], numbered in the order in which they appear. Rows for
 * which `readGroupNames` has no group get 0, which is not used. Throws like `readGroupNames`.
 */
export function readGroups(path: string, dataset: GroupedData): Uint32Array {
  return numberInOrder(readGroupNames(path, dataset));
}

/**
 * The group name of each row of a data set [N], from a file that lists them in the order of the
 * rows. The file is text with one name per line (after a header, if it has one line more than there
 * are rows), or QMNIST's extended labels (`qmnist-train-labels-idx2-int`,
 * `qmnist-test-labels-idx2-int`; Yadav & Bottou 2019, arXiv:1905.10498), from which the writer is
 * used. Either may be gzip.
 *
 * The file covers all rows, or only the rows that the source itself puts in neither validation nor
 * test, or only the rows of its test part; other rows get null. QMNIST's labels also contain the
 * digits, which must match the labels of the rows. QMNIST's test file covers 60,000 pictures; the
 * first 10,000 are MNIST's. Throws DatasetError if the file fits none of these.
 */
export function readGroupNames(path: string, dataset: GroupedData): (string | null)[] {
  const { length, labels, splits } = dataset;
  const rows = Array.from({ length }, (_, row) => row);
  const places = [
    rows,
    rows.filter((row) => (splits?.[row] ?? 'train') === 'train'),
    rows.filter((row) => splits?.[row] === 'test'),
  ].filter((place, i) => place.length > 0 && (i === 0 || place.length < length));
  const bytes = readUnpacked(path);
  const qmnist = bytes.length >= 12 && bytes.readUInt32BE(0) === QMNIST_MAGIC ? qmnistRows(path, bytes) : null;
  const given =
    qmnist?.map(({ writer }) => writer) ??
    linesOf(
      bytes,
      places.map((place) => place.length),
    );
  const place =
    qmnist === null
      ? places.find((candidate) => candidate.length === given.length)
      : places.find(
          (candidate) =>
            candidate.length <= qmnist.length && candidate.every((row, i) => labels[row] === qmnist[i].digit),
        );
  if (place === undefined) {
    const counts = [...new Set(places.map((candidate) => candidate.length))].join(' or ');
    const other = qmnist === null ? `${given.length}` : `${given.length} with other digits`;
    throw new DatasetError(`${path}: there must be one group per row, ${counts} in all. Received ${other}.`);
  }
  const empty = given.indexOf('');
  if (empty >= 0) throw new DatasetError(`${path}: every row must have a group. Received none at row ${empty}.`);
  const names = new Array<string | null>(length).fill(null);
  place.forEach((row, i) => (names[row] = given[i]));
  return names;
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

function qmnistRows(path: string, bytes: Buffer): { writer: string; digit: number }[] {
  const [rows, columns] = [bytes.readUInt32BE(4), bytes.readUInt32BE(8)];
  const expected = 12 + rows * columns * 4;
  if (columns !== QMNIST_COLUMNS || bytes.length !== expected) {
    throw new DatasetError(
      `${path}: QMNIST's labels must have ${QMNIST_COLUMNS} columns and ${expected} bytes. Received ${columns} and ${bytes.length}.`,
    );
  }
  const value = (row: number, column: number): number => bytes.readInt32BE(12 + (row * columns + column) * 4);
  return Array.from({ length: rows }, (_, row) => ({ writer: `${value(row, QMNIST_WRITER)}`, digit: value(row, 0) }));
}
