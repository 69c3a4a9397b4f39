import { DatasetError } from '../../errors.js';

export interface CsvRow {
  /** [columns]; 0 in the columns that are not read. Valid until the next row. */
  readonly values: Float64Array;
  /** Line number, from 1. */
  readonly line: number;
}

export interface ReadCsvOptions {
  /** Path for errors. */
  readonly path: string;
  readonly columns: number;
  /** Lines before the first row: a header, comments. */
  readonly skipLines: number;
  /** What stands between values; a space stands for any number of them. @default ',' */
  readonly delimiter?: string;
  /** Columns that may hold any text. @default none */
  readonly unread?: ReadonlySet<number>;
}

const [NEWLINE, RETURN, QUOTE, APOSTROPHE, SPACE, HASH] = [10, 13, 34, 39, 32, 35];
const [POINT, COMMA, PLUS, MINUS, DIGIT_0, DIGIT_9, UPPER_E, LOWER_E] = [46, 44, 43, 45, 48, 57, 69, 101];

/**
 * The rows of a table of numbers (`5`, `5.0`, `-1`, `2.5e-1`; `0,5` too if the comma is not what
 * stands between values). Empty lines, lines that begin with
 * `#`, spaces and quotes are skipped. Lines end with LF, CRLF or CR. Throws DatasetError if a value
 * is not a number, or a row is shorter or longer than `columns`.
 */
export async function* readCsvRows(chunks: AsyncIterable<Uint8Array>, options: ReadCsvOptions): AsyncGenerator<CsvRow> {
  const row = new RowParser(options);
  for await (const chunk of chunks) {
    for (const byte of chunk) {
      if (row.take(byte)) yield row;
    }
  }
  if (row.take(NEWLINE)) yield row;
}

/** Puts rows together, byte by byte. */
class RowParser implements CsvRow {
  readonly values: Float64Array;
  line = 0;
  readonly #path: string;
  readonly #columns: number;
  readonly #skipLines: number;
  readonly #unread: ReadonlySet<number>;
  readonly #delimiter: number;
  #at = 1; // the line that is read
  #column = 0;
  #afterReturn = false;
  #skipping: boolean;
  #isText: boolean;
  // The number that is read: its digits as a whole number, and what moves its point.
  #digits = 0;
  #mantissa = 0;
  #decimals = -1; // -1: before the point
  #sign = 1;
  #exponent = 0;
  #exponentSign = 0; // 0: no exponent

  constructor({ path, columns, skipLines, delimiter = ',', unread = new Set() }: ReadCsvOptions) {
    this.values = new Float64Array(columns);
    this.#path = path;
    this.#columns = columns;
    this.#skipLines = skipLines;
    this.#unread = unread;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#skipping = skipLines > 0;
    this.#isText = unread.has(0);
  }

  /** True if the byte ended a row, which is then in `values`. */
  take(byte: number): boolean {
    if (byte === NEWLINE && this.#afterReturn) {
      this.#afterReturn = false;
      return false;
    }
    this.#afterReturn = byte === RETURN;
    if (byte === NEWLINE || byte === RETURN) return this.#endLine();
    if (this.#skipping) return false;
    if (byte === this.#delimiter) this.#endValue();
    else if (!this.#isText) this.#takeNumber(byte);
    else this.#digits++;
    return false;
  }

  #takeNumber(byte: number): void {
    if (byte >= DIGIT_0 && byte <= DIGIT_9) {
      if (this.#exponentSign !== 0) {
        this.#exponent = this.#exponent * 10 + byte - DIGIT_0;
        return;
      }
      this.#mantissa = this.#mantissa * 10 + byte - DIGIT_0;
      this.#digits++;
      if (this.#decimals >= 0) this.#decimals++;
    } else if (byte === QUOTE || byte === APOSTROPHE || byte === SPACE) {
      return;
    } else if ((byte === POINT || byte === COMMA) && this.#decimals < 0) {
      this.#decimals = 0;
    } else if (byte === MINUS || byte === PLUS) {
      const sign = byte === MINUS ? -1 : 1;
      if (this.#exponentSign !== 0 && this.#exponent === 0) this.#exponentSign = sign;
      else if (this.#digits === 0) this.#sign = sign;
      else throw this.#unexpected(byte);
    } else if ((byte === UPPER_E || byte === LOWER_E) && this.#digits > 0 && this.#exponentSign === 0) {
      this.#exponentSign = 1;
    } else if (byte === HASH && this.#column === 0 && this.#digits === 0) {
      this.#skipping = true;
    } else if (byte !== 0xef && byte !== 0xbb && byte !== 0xbf) {
      throw this.#unexpected(byte);
    } else if (this.#at !== 1 || this.#column !== 0) {
      throw this.#unexpected(byte); // only a byte order mark may be here
    }
  }

  #endValue(): void {
    const spaced = this.#delimiter === SPACE;
    if (this.#digits === 0) {
      if (spaced) return;
      if (!this.#isText) {
        throw new DatasetError(`${this.#path}: line ${this.#at}, column ${this.#column + 1}: a value is missing.`);
      }
    }
    if (this.#column < this.#columns) this.values[this.#column] = this.#isText ? 0 : this.#number();
    this.#startColumn(this.#column + 1);
  }

  #number(): number {
    const whole = this.#sign * this.#mantissa;
    if (this.#decimals <= 0 && this.#exponentSign === 0) return whole;
    const power = this.#exponentSign * this.#exponent - Math.max(0, this.#decimals);
    // Powers of ten are exact up to 22, and their inverses never: 5e18 / 1e18 is 5.
    return power < 0 ? whole / 10 ** -power : whole * 10 ** power;
  }

  /** True if the line held a row. */
  #endLine(): boolean {
    const wasComment = this.#skipping;
    const held = !wasComment && (this.#column > 0 || this.#digits > 0);
    if (held && !(this.#delimiter === SPACE && this.#digits === 0)) this.#endValue();
    if (held && this.#column !== this.#columns) {
      throw new DatasetError(
        `${this.#path}: line ${this.#at} must have ${this.#columns} columns. Received ${this.#column}.`,
      );
    }
    this.line = this.#at;
    this.#at++;
    this.#skipping = this.#at <= this.#skipLines;
    this.#startColumn(0);
    return held;
  }

  #startColumn(column: number): void {
    this.#column = column;
    this.#isText = this.#unread.has(column);
    this.#digits = 0;
    this.#mantissa = 0;
    this.#decimals = -1;
    this.#sign = 1;
    this.#exponent = 0;
    this.#exponentSign = 0;
  }

  #unexpected(byte: number): DatasetError {
    const character = JSON.stringify(String.fromCharCode(byte));
    return new DatasetError(
      `${this.#path}: line ${this.#at}, column ${this.#column + 1}: must be a number. Received the character ${character}.`,
    );
  }
}
