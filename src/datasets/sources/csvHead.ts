import { type DataFile, readHead } from './dataFile.js';

/** How a table is written, as its first lines show. */
export interface CsvHead {
  readonly delimiter: string;
  /** Number of columns of the rows. */
  readonly columns: number;
  /** Lines before the first row: comments, empty lines, the header. */
  readonly skipLines: number;
  /** [columns], the names of the columns; null if there is no header, or only numbers in it. */
  readonly names: readonly string[] | null;
  /** The cells of the first rows; empty if there is only a header. */
  readonly rows: readonly (readonly string[])[];
}

/** Enough for the header and some rows of 28 x 28 pixels, each with 18 decimals. */
const HEAD_BYTES = 1 << 18;
/** Rows of the head that are looked at. */
const ROWS = 16;
const DELIMITERS = ['\t', ';', ',', '|', ' '];
/** Comments, the settings of ARFF, and Excel's line that names the delimiter. */
const COMMENT = /^\s*"?(?:#|%|@|\/\/|sep=)/i;
const NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/i;

/** The first lines of a file as a table; null if they are not one. */
export async function readCsvHead(file: DataFile): Promise<CsvHead | null> {
  let head = await readHead({ ...file, chunks: () => textChunks(file) }, HEAD_BYTES);
  // Text has no control characters but these; anything above 126 may be a letter of a header.
  const start = head.subarray(0, 1024);
  if (start.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)) return null;
  const isWhole = head.length < HEAD_BYTES;
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) head = head.subarray(3);
  const lines = new TextDecoder().decode(head).split(/\r\n|\n|\r/);
  if (!isWhole) lines.pop(); // it may be cut off
  return parseHead(lines);
}

/** The chunks of a text file; UTF-16, as Excel and PowerShell write it, becomes single bytes. */
export async function* textChunks(file: DataFile): AsyncGenerator<Uint8Array> {
  let kept: number | null = null; // which byte of each pair, in UTF-16
  let at = 0;
  for await (const chunk of file.chunks()) {
    if (at === 0 && chunk.length >= 2) {
      const mark = chunk[0] * 256 + chunk[1];
      kept = mark === 0xfffe ? 0 : mark === 0xfeff ? 1 : null;
    }
    if (kept === null) yield chunk;
    else yield everySecond(chunk, at, kept);
    at += chunk.length;
  }
}

function everySecond(chunk: Uint8Array, at: number, kept: number): Uint8Array {
  const first = at === 0 ? 2 : 0; // without the mark
  return chunk.filter((_, i) => i >= first && (at + i) % 2 === kept);
}

function parseHead(lines: readonly string[]): CsvHead | null {
  const isData = (line: string): boolean => line.trim() !== '' && !COMMENT.test(line);
  const first = lines.findIndex(isData);
  if (first < 0) return null;
  const delimiter = delimiterOf(lines.slice(first).filter(isData).slice(0, 2));
  if (delimiter === null) return null;
  const head = cellsOf(lines[first], delimiter);
  const hasHeader = !head.every(isNumberOrEmpty) || isNumbering(head);
  const below = lines.slice(hasHeader ? first + 1 : first).filter(isData);
  const rows = below.slice(0, ROWS).map((line) => cellsOf(line, delimiter));
  const columns = mostCommon([head, ...rows].map((cells) => cells.length));
  const above = hasHeader ? head : cellsOf((lines[first - 1] ?? '').replace(/^\s*"?[#%]+/, ''), delimiter);
  return {
    delimiter,
    columns,
    skipLines: hasHeader ? first + 1 : first,
    names: namesOf(above, columns),
    rows,
  };
}

/**
 * The first delimiter that all lines have: a comma beside another one is a decimal point, and
 * spaces beside one are decoration.
 */
function delimiterOf(lines: readonly string[]): string | null {
  return DELIMITERS.find((delimiter) => lines.every((line) => cellsOf(line, delimiter).length > 1)) ?? null;
}

/** The value that occurs most often; the first of several. */
function mostCommon(values: readonly number[]): number {
  const counts = values.map((value) => values.filter((other) => other === value).length);
  return values[counts.indexOf(Math.max(...counts))];
}

function cellsOf(line: string, delimiter: string): string[] {
  const cells = delimiter === ' ' ? line.trim().split(/\s+/) : line.split(delimiter);
  return cells.map((cell) => cell.replace(/["']/g, '').trim());
}

function isNumberOrEmpty(cell: string): boolean {
  return cell === '' || NUMBER.test(cell);
}

/** Whether a cell of a row must be read as a number. */
export function isNumber(cell: string): boolean {
  return NUMBER.test(cell);
}

/** Whether cells number the columns, 0, 1, 2, ..., as pandas names columns without a name. */
function isNumbering(cells: readonly string[]): boolean {
  const numbers = cells[0] === '' ? cells.slice(1) : cells;
  const first = Number(numbers[0]);
  return numbers.length > 9 && first <= 1 && numbers.every((cell, i) => cell === String(first + i));
}

function namesOf(cells: readonly string[], columns: number): readonly string[] | null {
  if (cells.every(isNumberOrEmpty)) return null;
  if (cells.length === columns) return cells;
  return cells.length === columns - 1 ? ['', ...cells] : null;
}
