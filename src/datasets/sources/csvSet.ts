import type { SplitName } from '../dataset.js';
import { DatasetError } from '../../errors.js';
import { chooseCopies } from './chooseCopies.js';
import { type CsvFacts, type CsvTable, labelOf, pixelColumns, pixelsOf, readCsvFacts, rowsOf } from './csvTable.js';
import { baseName } from './dataFile.js';
import { isTransposed, transpose, TURNED_BACK } from './emnist.js';
import { type FileSet, noteLeftOut, type Table } from './fileSet.js';
import type { OpenSource, SourcePicture } from './source.js';
import { splitOfName } from './splitOfName.js';
import { noteOnRange, type Scale, scaleTo255, type ValueRange } from './valueRange.js';

const COLUMNS =
  'columns must be label, pixel0, ..., pixel783, or the label behind the pixels, with a header or without';
const ORDER: readonly (SplitName | null)[] = ['train', 'val', 'test', null];

interface Part {
  readonly table: CsvTable;
  readonly split: SplitName | null;
}

interface OpenPart extends Part, CsvFacts {}

/**
 * Tables of labelled pictures: one, or one per part of a data set (`train.csv`, `mnist_test.csv`).
 * Tables without labels and other tables are left out, with a note. Throws DatasetError if none is
 * left, or if two are for the same part.
 */
export async function openCsvSet(
  { path }: Pick<FileSet, 'path'>,
  tables: readonly Table[],
  leftOut: readonly string[],
): Promise<OpenSource> {
  const { parts, notes } = await chooseParts(path, tables);
  const opened: OpenPart[] = [];
  for (const part of parts) opened.push({ ...part, ...(await readCsvFacts(part.table)) });
  // One scale for all parts: a lighter test set must stay lighter.
  const range = {
    min: Math.min(...opened.map((part) => part.range.min)),
    max: Math.max(...opened.map((part) => part.range.max)),
  };
  return {
    format: 'csv',
    total: null,
    notes: [...opened.flatMap(noteOnLabel), ...notesOnPixels(opened, range), ...notes, ...listed(leftOut)],
    warnings: opened.flatMap(({ table, warning }) => (warning === null ? [] : [`${table.file.path}: ${warning}`])),
    pictures: readPictures(opened, scaleTo255(range)),
  };
}

async function chooseParts(path: string, tables: readonly Table[]): Promise<{ parts: Part[]; notes: string[] }> {
  const labelled = tables.flatMap(({ file, head, columns }) =>
    columns.kind === 'labelled' ? [{ file, head, columns }] : [],
  );
  if (labelled.length === 0) throw noTable(tables);
  const { kept, copies } = await chooseCopies(labelled, (table) => table.file, path);
  const parts = kept.map((table) => ({ table, split: kept.length === 1 ? null : splitOfPath(table.file.path) }));
  parts.sort((a, b) => ORDER.indexOf(a.split) - ORDER.indexOf(b.split));
  refuseTwins(path, parts);
  const namesOf = (kind: Table['columns']['kind']): string[] =>
    tables.filter(({ columns }) => columns.kind === kind).map(({ file }) => file.path);
  const others = [
    noteLeftOut(namesOf('unlabelled'), ', because it has pixels without labels'),
    noteLeftOut(namesOf('other'), ', because it is no table of pictures'),
    noteLeftOut(
      copies.map(({ file }) => file.path),
      ', because it is a copy of another file',
    ),
  ];
  return { parts, notes: others.filter((note) => note !== null) };
}

/** What the file's name says, else what the folder above it says. */
function splitOfPath(path: string): SplitName | null {
  const names = path.split('/').reverse();
  for (const name of names) {
    const split = splitOfName(name);
    if (split !== null) return split;
  }
  return null;
}

function refuseTwins(path: string, parts: readonly Part[]): void {
  for (const part of parts) {
    const twin = parts.find((other) => other !== part && (other.split === part.split || other.split === null));
    if (twin === undefined) continue;
    throw new DatasetError(
      `${path}: the folder must hold one data set, as train.csv, test.csv and the like. Received at least two tables that may be the same part: ${part.table.file.path} and ${twin.table.file.path}. Name one of the files instead of the folder.`,
    );
  }
}

function noTable(tables: readonly Table[]): DatasetError {
  const unlabelled = tables.find(({ columns }) => columns.kind === 'unlabelled') ?? tables[0];
  const { file, columns } = unlabelled;
  return new DatasetError(`${file.name}: ${COLUMNS}. ${columns.kind === 'labelled' ? '' : columns.received}`);
}

function noteOnLabel({ table: { file, head, columns }, label }: OpenPart): string[] {
  if (columns.candidates.length === 1 || label === columns.candidates[0]) return [];
  const why = head.names === null ? 'There is no header' : 'The header names no label';
  return [`${file.path}: ${why}; by their values, the labels are in the last of ${head.columns} columns.`];
}

function notesOnPixels(parts: readonly OpenPart[], range: ValueRange): string[] {
  const turned = parts.some(({ table }) => isTransposed(table.file.path));
  const scaled = noteOnRange(range);
  return [...(turned ? [TURNED_BACK] : []), ...(scaled === null ? [] : [scaled])];
}

function listed(leftOut: readonly string[]): string[] {
  const note = noteLeftOut(leftOut);
  return note === null ? [] : [note];
}

async function* readPictures(parts: readonly OpenPart[], scale: Scale): AsyncGenerator<SourcePicture> {
  const names = parts.map(({ table }) => baseName(table.file.path));
  const areUnique = new Set(names).size === names.length;
  for (const [i, { table, label, split }] of parts.entries()) {
    const { file, columns } = table;
    const { side } = columns;
    const name = areUnique ? names[i] : file.path;
    const transposed = isTransposed(file.path);
    const pixels = pixelColumns(table, label);
    const luminance = new Uint8Array(side * side);
    let row = 0;
    for await (const values of rowsOf(table)) {
      pixelsOf(values, pixels, scale, file.name, luminance);
      yield {
        kind: 'gray',
        name: `${name}#${row}`,
        label: labelOf(values, label, file),
        split,
        width: side,
        height: side,
        luminance: transposed ? transpose(luminance, side, side) : luminance,
      };
      row++;
    }
  }
}
