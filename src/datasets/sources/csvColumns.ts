import { type CsvHead, isNumber } from './csvHead.js';

/** What the columns of a table hold. */
export type CsvColumns = LabelledColumns | { readonly kind: 'unlabelled' | 'other'; readonly received: string };

/** A table of pictures with their labels. */
export interface LabelledColumns {
  readonly kind: 'labelled';
  /** The columns that may hold the label: the one that a header names, else the first and last. */
  readonly candidates: readonly number[];
  /** Columns that hold neither the label nor pixels: a number or a name of the row. */
  readonly unread: ReadonlySet<number>;
  /** Side of the pictures in pixels. */
  readonly side: number;
}

/** Names of a column with labels, without signs and spaces, in the order of preference. */
const LABELS = ['label', 'digit', 'target', 'y', 'class', 'category', 'number', 'classid', 'ytrue', 'truth', 'output'];
/** Names of columns that say nothing about pixels or labels. */
const OTHERS =
  /^(?:|#|no|nr|unnamed0|id|idx|index|row|rowid|rownames?|imageid|name|file|filename|filepath|path|image|split|usage|set)$/;
/** The smallest pictures that can show a digit. */
const LEAST_SIDE = 6;

/** Tells labels, pixels and other columns apart by the header and the first rows. */
export function describeColumns(head: CsvHead): CsvColumns {
  const { columns, names } = head;
  const unread = unreadColumns(head);
  const label = names === null ? -1 : labelColumn(names, unread);
  const rest = columns - unread.size;
  if (label >= 0 && sideOf(rest - 1) !== null) return labelled([label], unread, rest);
  if (label < 0 && sideOf(rest - 1) !== null) {
    const read = Array.from({ length: columns }, (_, column) => column).filter((column) => !unread.has(column));
    return labelled([read[0], read[read.length - 1]], unread, rest);
  }
  if (label < 0 && sideOf(rest) !== null) {
    return {
      kind: 'unlabelled',
      received: `Received ${columns} columns: pixels without labels, like the test set of Kaggle's competition. Training and evaluation need labels.${noteOnText(head, unread)}`,
    };
  }
  const shown = (names ?? head.rows.at(0) ?? []).at(0) ?? '';
  return {
    kind: 'other',
    received: `Received ${columns} columns, the first of them "${shown.slice(0, 40)}".${guessAt(rest, names)}`,
  };
}

/** Says of a column with words that it may have been meant for the labels. */
function noteOnText({ names, rows }: CsvHead, unread: ReadonlySet<number>): string {
  for (const column of unread) {
    const cell = rows.at(0)?.at(column) ?? '';
    if (cell === '' || isNumber(cell) || (names !== null && isOther(names[column]))) continue;
    return ` Column ${column + 1} has words ("${cell.slice(0, 40)}"); labels must be written as 0 to 9.`;
  }
  return '';
}

/** What columns may be that make no square with one label. */
function guessAt(columns: number, names: readonly string[] | null): string {
  const labels = (names ?? []).filter((name) => LABELS.includes(wordOf(name)));
  if (labels.length > 1) return ` Several may be the labels (${labels.join(', ')}): keep one of them.`;
  if (sideOf(columns - 10) !== null)
    return ' They may be pixels and one column per digit: write the digit in one column.';
  if (sideOf((columns - 1) / 3) !== null)
    return ' They may be colours, three per pixel: write one gray value per pixel.';
  return '';
}

function isOther(name: string): boolean {
  return OTHERS.test(name.toLowerCase().replace(/[^a-z0-9#]/g, ''));
}

function labelled(candidates: readonly number[], unread: ReadonlySet<number>, rest: number): LabelledColumns {
  return { kind: 'labelled', candidates, unread, side: Math.sqrt(rest - 1) };
}

function sideOf(pixels: number): number | null {
  const side = Math.sqrt(pixels);
  return Number.isInteger(side) && side >= LEAST_SIDE ? side : null;
}

function labelColumn(names: readonly string[], unread: ReadonlySet<number>): number {
  const words = names.map((name, column) => (unread.has(column) ? '' : wordOf(name)));
  for (const label of LABELS) {
    const column = words.findIndex((word) => word === label || word === `${label}s` || word === `${label}es`);
    if (column >= 0) return column;
  }
  return -1;
}

/** Columns with text, empty columns behind a last delimiter, and columns that number the rows. */
function unreadColumns({ columns, names, rows }: CsvHead): Set<number> {
  const unread = new Set<number>();
  for (let column = 0; column < columns; column++) {
    const cells = rows.map((row) => row.at(column) ?? '');
    const isText = cells.length > 0 && cells.every((cell) => cell !== '' && !isNumber(cell));
    const isEmpty = column === columns - 1 && cells.length > 0 && cells.every((cell) => cell === '');
    if (isText || isEmpty || (names !== null && isOther(names[column]))) unread.add(column);
  }
  if (unread.size === 0 && sideOf(columns - 1) === null && sideOf(columns - 2) !== null && numbersRows(rows)) {
    unread.add(0);
  }
  return unread;
}

function numbersRows(rows: CsvHead['rows']): boolean {
  return rows.length > 2 && rows.every((row, i) => Number(row[0]) === Number(rows[0][0]) + i);
}

function wordOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
