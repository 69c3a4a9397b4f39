import { DatasetError } from '../../errors.js';

export interface CsvRow {
  /** [columns], 0..255; valid until the next row. */
  readonly values: Uint8Array;
  /** Line number, from 1. */
  readonly line: number;
}

export interface ReadCsvOptions {
  /** Path for errors. */
  readonly path: string;
  readonly columns: number;
  readonly skipLines: number;
}

const [NEWLINE, RETURN, COMMA, QUOTE, SPACE, DIGIT_0, DIGIT_9] = [10, 13, 44, 34, 32, 48, 57];

/**
 * The rows of a table of small integers. Empty lines, spaces and quotes are skipped.
 * Throws DatasetError if a value is not an integer 0..255, or a row is shorter or longer than
 * `columns`.
 */
export async function* readCsvRows(chunks: AsyncIterable<Uint8Array>, options: ReadCsvOptions): AsyncGenerator<CsvRow> {
  const { path, columns, skipLines } = options;
  const values = new Uint8Array(columns);
  let line = 1;
  let column = 0;
  let value = -1; // -1: no digit yet

  const endValue = (): void => {
    if (value < 0) throw new DatasetError(`${path}: line ${line}, column ${column + 1}: a value is missing.`);
    if (column < columns) values[column] = value;
    column++;
    value = -1;
  };
  /** Ends a line; true if it held a row. */
  const endLine = (): boolean => {
    if (column === 0 && value < 0) return false;
    endValue();
    if (column === columns) return true;
    throw new DatasetError(`${path}: line ${line} must have ${columns} columns. Received ${column}.`);
  };

  for await (const chunk of chunks) {
    for (const byte of chunk) {
      if (byte === NEWLINE) {
        if (line > skipLines && endLine()) yield { values, line };
        line++;
        column = 0;
        value = -1;
      } else if (line <= skipLines || byte === RETURN || byte === QUOTE || byte === SPACE) {
        continue;
      } else if (byte === COMMA) {
        endValue();
      } else if (byte >= DIGIT_0 && byte <= DIGIT_9) {
        value = Math.max(value, 0) * 10 + byte - DIGIT_0;
        if (value > 255) throw outOfRange(path, line, column, `${value}...`);
      } else {
        throw outOfRange(path, line, column, `the character ${JSON.stringify(String.fromCharCode(byte))}`);
      }
    }
  }
  if (line > skipLines && endLine()) yield { values, line };
}

function outOfRange(path: string, line: number, column: number, received: string): DatasetError {
  return new DatasetError(
    `${path}: line ${line}, column ${column + 1}: must be an integer 0 to 255. Received ${received}.`,
  );
}
