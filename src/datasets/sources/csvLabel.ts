import { DatasetError } from '../../errors.js';
import { EMNIST_DIGITS, isTransposed } from './emnist.js';

/** What a column holds that may be the one with the labels. */
export interface ColumnFacts {
  readonly column: number;
  /** [10], number of rows with each digit. */
  readonly digits: Uint32Array;
  /** The first value that is not a digit, and its line; null if all are. */
  strange: { readonly value: number; readonly line: number } | null;
  /** Rows whose value is that of the next pixel: nearly all of a corner, few of a label. */
  likeNeighbour: number;
  min: number;
  max: number;
}

/** Rows, at least, before a share of them means something. */
const LEAST_ROWS = 20;
/** A column of which at least this share is like the pixel beside it looks like a pixel. */
const LIKE_PIXEL = 0.8;
/** The label must be less like its neighbour than the other column by at least this share. */
const CLEARLY = 0.2;

export function columnFacts(column: number): ColumnFacts {
  return { column, digits: new Uint32Array(10), strange: null, likeNeighbour: 0, min: 0, max: 0 };
}

/** Adds a row's value to the facts. `neighbour` is the value of the pixel beside it. */
export function addValue(facts: ColumnFacts, value: number, neighbour: number, line: number): void {
  facts.min = Math.min(facts.min, value);
  facts.max = Math.max(facts.max, value);
  if (value === neighbour) facts.likeNeighbour++;
  if (value >= 0 && value <= 9 && Number.isInteger(value)) facts.digits[value]++;
  else facts.strange ??= { value, line };
}

/** Which of the columns holds the labels, and what is doubtful about that. */
export interface ChosenLabel {
  readonly facts: ColumnFacts;
  readonly warning: string | null;
}

/**
 * Chooses the column with the labels by its values: digits, unlike the pixel beside them, which for
 * a pixel at the corner is nearly always the same. Throws DatasetError if no column holds digits,
 * or if it cannot be told which of them does.
 */
export function chooseLabel(candidates: readonly ColumnFacts[], rows: number, path: string): ChosenLabel {
  const [first, last = first] = candidates;
  if (first === last) return { facts: first, warning: doubtOf(first, rows) };
  const possible = candidates.filter(({ strange }) => strange === null);
  if (possible.length === 0) throw noLabels(path, first, last);
  if (possible.length === 1) {
    // The other column may have labels of more classes, such as EMNIST's letters, or a wrong label.
    const other = possible[0] === first ? last : first;
    const isUnlikePixel = other.likeNeighbour < CLEARLY * rows;
    if (isLikePixel(possible[0], rows) && isUnlikePixel) throw noLabels(path, first, last);
    return { facts: possible[0], warning: doubtOf(possible[0], rows) };
  }
  const gap = (first.likeNeighbour - last.likeNeighbour) / Math.max(rows, 1);
  if (Math.abs(gap) >= CLEARLY) return { facts: gap < 0 ? first : last, warning: null };
  if (kindsOf(first) === 1 && kindsOf(last) === 1) {
    const warning = `The column of the labels could not be told by its values: the first and the last each hold one digit only. The first was taken; a header line with the name "label" says which it is.`;
    return { facts: first, warning };
  }
  throw new DatasetError(
    `${path}: it must be clear which column has the labels. Received no header that says so, and digits in the first column (${countsOf(first)}) and in the last (${countsOf(last)}). Add a header line with the name "label" for it.`,
  );
}

/** Whether more rows cannot change the choice. */
export function isSettled(candidates: readonly ColumnFacts[], rows: number): boolean {
  if (candidates.length === 1) return true;
  const possible = candidates.filter(({ strange }) => strange === null);
  if (possible.length !== 2) return possible.every((facts) => kindsOf(facts) > 4);
  const [first, last] = possible;
  const gap = (first.likeNeighbour - last.likeNeighbour) / rows;
  return Math.abs(gap) > 3 * CLEARLY && kindsOf(gap < 0 ? first : last) > 4;
}

/** Why a column does not look like labels; null if it does. */
function doubtOf(facts: ColumnFacts, rows: number): string | null {
  if (rows < LEAST_ROWS || !isLikePixel(facts, rows) || kindsOf(facts) < 2) return null;
  const share = Math.round((100 * facts.likeNeighbour) / rows);
  return `The labels, in column ${facts.column + 1}, look like a pixel: ${share} % of them are the value of the pixel beside them (${countsOf(facts)}).`;
}

function isLikePixel(facts: ColumnFacts, rows: number): boolean {
  return facts.likeNeighbour >= LIKE_PIXEL * rows;
}

function noLabels(path: string, first: ColumnFacts, last: ColumnFacts): DatasetError {
  const shown = ({ strange }: ColumnFacts): string =>
    strange === null ? 'values like those of the pixel beside it' : `${strange.value} in line ${strange.line}`;
  const hint = isTransposed(path) ? ` ${EMNIST_DIGITS}` : '';
  return new DatasetError(
    `${path}: labels must be 0 to 9, in the first or the last column or in one that a header line names "label". Received ${shown(first)} in the first and ${shown(last)} in the last.${hint}`,
  );
}

function kindsOf({ digits }: ColumnFacts): number {
  return digits.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
}

/** `0: 386, 1: 14` */
function countsOf({ digits }: ColumnFacts): string {
  return Array.from(digits, (count, digit) => (count > 0 ? [`${digit}: ${count}`] : []))
    .flat()
    .join(', ');
}
