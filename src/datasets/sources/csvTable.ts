import { DatasetError } from '../../errors.js';
import type { LabelledColumns } from './csvColumns.js';
import { type CsvHead, textChunks } from './csvHead.js';
import { addValue, chooseLabel, columnFacts, isSettled } from './csvLabel.js';
import type { DataFile } from './dataFile.js';
import { EMNIST_DIGITS, isTransposed } from './emnist.js';
import { type CsvRow, readCsvRows } from './readCsvRows.js';
import { isFullRange, type Scale, type ValueRange } from './valueRange.js';

/** A table of labelled pictures whose head has been read. */
export interface CsvTable {
  readonly file: DataFile;
  readonly head: CsvHead;
  readonly columns: LabelledColumns;
}

/** What a look at all rows of a table says. */
export interface CsvFacts {
  /** The column of the labels, from 0. */
  readonly label: number;
  readonly warning: string | null;
  readonly range: ValueRange;
}

/** Rows between two checks whether enough has been seen. */
const CHECK = 1000;
/** Values above 255 are a wider range if they are at least this share of those above 0. */
const WIDE = 0.01;
/** Values below 0 belong to pictures around zero if none is farther from it than this. */
const AROUND_ZERO = 32;

/** The rows of a table; one at a time is in memory. */
export function rowsOf({ file, head, columns }: CsvTable): AsyncGenerator<CsvRow> {
  return readCsvRows(textChunks(file), {
    path: file.name,
    columns: head.columns,
    skipLines: head.skipLines,
    delimiter: head.delimiter,
    unread: columns.unread,
  });
}

/** The columns with pixels, ascending. */
export function pixelColumns({ head, columns }: CsvTable, label: number): Uint32Array {
  const all = Uint32Array.from({ length: head.columns }, (_, column) => column);
  return all.filter((column) => column !== label && !columns.unread.has(column));
}

/**
 * Reads a table through, or as far as it takes to be sure: which column has the labels, and between
 * which values its pixels are. Throws DatasetError if that cannot be told, and for values that do
 * not fit.
 */
export async function readCsvFacts(table: CsvTable): Promise<CsvFacts> {
  const { candidates } = table.columns;
  const { name } = table.file;
  const pixels = pixelColumns(table, -1).filter((column) => !candidates.includes(column));
  const facts = candidates.map(columnFacts);
  const neighbours = candidates.map((column) => neighbourOf(pixels, column));
  const values = new SeenValues();
  let rows = 0;
  for await (const row of rowsOf(table)) {
    facts.forEach((column, i) => {
      addValue(column, row.values[column.column], row.values[neighbours[i]], row.line);
    });
    values.add(row, pixels);
    if (++rows % CHECK === 0 && isFullRange(values.max) && values.min === 0 && isSettled(facts, rows)) break;
  }
  if (rows === 0) throw new DatasetError(`${name}: must have one row per picture. Received no row.`);
  const { facts: chosen, warning } = chooseLabel(facts, rows, name);
  const { min, max } = values.range(name);
  const others = facts.filter((column) => column !== chosen); // they are pixels
  const range = {
    min: Math.min(min, ...others.map((column) => column.min)),
    max: Math.max(max, ...others.map((column) => column.max)),
  };
  return { label: chosen.column, warning, range };
}

/** Writes the label-free pixels of a row to `out` [side * side], 0..255. */
export function pixelsOf(
  { values, line }: CsvRow,
  pixels: Uint32Array,
  { low, factor }: Scale,
  path: string,
  out: Uint8Array,
): void {
  for (let i = 0; i < pixels.length; i++) {
    const value = Math.round((values[pixels[i]] - low) * factor);
    if (!(value >= 0 && value <= 255)) throw outOfRange(path, line, pixels[i], values[pixels[i]]);
    out[i] = value;
  }
}

/** The label of a row. Throws DatasetError unless it is 0..9. */
export function labelOf({ values, line }: CsvRow, column: number, { name, path }: DataFile): number {
  const label = values[column];
  if (Number.isInteger(label) && label >= 0 && label <= 9) return label;
  const hint = isTransposed(path) ? ` ${EMNIST_DIGITS}` : '';
  throw new DatasetError(`${name}: labels must be 0 to 9. Received ${label} in line ${line}.${hint}`);
}

function neighbourOf(pixels: Uint32Array, column: number): number {
  const after = pixels.find((pixel) => pixel > column);
  return column > 0 || after === undefined ? (pixels.findLast((pixel) => pixel < column) ?? pixels[0]) : after;
}

/** The smallest and the largest value of the pixels, and the first that is out of 0..255. */
class SeenValues {
  min = 0;
  max = 0;
  #above = 0; // values above 255
  #drawn = 0; // values above 0
  #first: { readonly value: number; readonly line: number; readonly column: number } | null = null;

  add({ values, line }: CsvRow, pixels: Uint32Array): void {
    for (let i = 0; i < pixels.length; i++) {
      const value = values[pixels[i]];
      if (value === 0) continue;
      this.#drawn++;
      if (value > this.max) this.max = value;
      if (value < this.min) this.min = value;
      if (value > 255) this.#above++;
      if (value > 255 || value < 0) this.#first ??= { value, line, column: pixels[i] };
    }
  }

  /** Throws DatasetError if single values are out of the range of the others. */
  range(path: string): ValueRange {
    const { min, max } = this;
    const isWide = this.#above >= WIDE * this.#drawn;
    const isAroundZero = min < 0 && min >= -AROUND_ZERO && max <= AROUND_ZERO;
    if (this.#first === null || isAroundZero || (min >= 0 && isWide)) return { min, max };
    throw outOfRange(path, this.#first.line, this.#first.column, this.#first.value);
  }
}

function outOfRange(path: string, line: number, column: number, received: number): DatasetError {
  return new DatasetError(
    `${path}: line ${line}, column ${column + 1}: must be an integer 0 to 255. Received ${received}.`,
  );
}
