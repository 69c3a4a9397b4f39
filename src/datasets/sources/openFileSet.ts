import { foreignFormat, OFFICE } from '../../image/foreignFormat.js';
import { isPictureName } from '../../image/isPictureName.js';
import { type Placement, placeInClasses } from '../classFolders.js';
import { DatasetError } from '../../errors.js';
import { describeColumns } from './csvColumns.js';
import { readCsvHead } from './csvHead.js';
import { openCsvSet } from './csvSet.js';
import { type DataFile, readHead } from './dataFile.js';
import type { FileSet, Table } from './fileSet.js';
import { type IdxHeader, parseIdxHeader } from './idxFile.js';
import { openIdxSet } from './idxSet.js';
import type { OpenSource } from './source.js';

/** What can be opened, in words. */
export const EXPECTED =
  'A data set is a folder or a zip with folders 0 to 9 of PNG or JPEG pictures, IDX files as in MNIST (.gz or not), ' +
  'or CSV files with the columns label, pixel0, ..., pixel783.';

/** Number of files that are probed before a folder is taken for a folder of pictures. */
const MAX_PROBED = 200;
/** Bytes at the start of a file that tell its format. */
const HEAD_BYTES = 512;

/**
 * Opens what lies in a folder or a zip: IDX files, or else pictures in class folders, or else
 * tables, or else the one zip in it. What is not used is named in the notes, or among the
 * unreadable pictures. Throws DatasetError if there is nothing to open.
 */
export async function openFileSet(set: FileSet): Promise<OpenSource> {
  const { path, paths } = set;
  const probed = await probe(set);
  const { idx, tables, zips, others } = probed;
  const pictures = paths.filter(isPictureName);
  if (idx.some(({ kind }) => kind === 'images')) {
    return openIdxSet(set, idx, [...pictures, ...tables.map(({ file }) => file.path), ...zips.keys(), ...others]);
  }
  const isTable = tables.some(({ columns }) => columns.kind !== 'other');
  const placements = placeInClasses(paths, path, { isOther: isTable });
  if (placements.some((placement) => 'label' in placement)) return openPictures(set, placements);
  if (isTable) return openCsvSet(set, tables, [...pictures, ...zips.keys(), ...others]);
  if (zips.size === 1 && set.openZip !== undefined && pictures.length === 0) {
    const [[name, index]] = zips;
    const opened = await set.openZip(index);
    return { ...opened, notes: [`The data set is the zip in it: ${name}.`, ...opened.notes] };
  }
  refuseNothing(set, probed);
  return openPictures(set, placements);
}

function openPictures(set: FileSet, placements: readonly Placement[]): OpenSource {
  const placed = placements.filter((placement) => 'label' in placement);
  const roots = new Set(placed.map(({ root }) => root));
  const splits = new Set(placed.map(({ split }) => split));
  const shown = [...roots].slice(0, 5).map((root) => root || '.');
  const notes =
    roots.size > splits.size
      ? [`The class folders are in ${roots.size} folders, whose pictures were joined: ${shown.join(', ')}.`]
      : [];
  const total = set.paths.length;
  return { format: set.format, total, notes, warnings: [], pictures: set.pictures(placements) };
}

interface Probed {
  readonly idx: readonly IdxHeader[];
  readonly tables: readonly Table[];
  /** Zips in the set: their paths, and where they are in it. */
  readonly zips: ReadonlyMap<string, number>;
  /** The paths of all other files that are no pictures. */
  readonly others: readonly string[];
  /** What the first of these is that is in a well-known format; null if none is. */
  readonly foreign: string | null;
  /** Why files could not be looked at. */
  readonly failures: readonly unknown[];
}

async function probe(set: FileSet): Promise<Probed> {
  const idx: IdxHeader[] = [];
  const tables: Table[] = [];
  const zips = new Map<string, number>();
  const others: string[] = [];
  const failures: unknown[] = [];
  let foreign: string | null = null;
  let probed = 0;
  for (const [index, path] of set.paths.entries()) {
    if (isPictureName(path)) continue;
    const file = set.fileAt(index);
    const head = probed++ < MAX_PROBED ? await readStart(file, failures) : new Uint8Array();
    const header = parseIdxHeader(file, head);
    const known = header === null && !isZip(head) ? foreignFormat(head) : null;
    if (known !== null) foreign ??= `${path}, ${known}`;
    const table = header === null && known === null ? await readTable(file, head) : null;
    if (header !== null) idx.push(header);
    else if (isZip(head)) zips.set(path, index);
    else if (table !== null) tables.push(table);
    else others.push(path);
  }
  return { idx, tables, zips, others, foreign, failures };
}

/** The first bytes; none if the file cannot be read, for the reason that is added to `failures`. */
async function readStart(file: DataFile, failures: unknown[]): Promise<Uint8Array> {
  try {
    return await readHead(file, HEAD_BYTES);
  } catch (error) {
    failures.push(error);
    return new Uint8Array();
  }
}

/** A file as a table: of pictures, or of anything if its name says that it is one. */
async function readTable(file: DataFile, head: Uint8Array): Promise<Table | null> {
  if (head.length === 0 || isZip(head)) return null;
  const csv = await readCsvHead(file);
  if (csv === null) return null;
  const columns = describeColumns(csv);
  return columns.kind === 'other' && !/\.(?:csv|tsv)(?:\.gz)?$/i.test(file.path) ? null : { file, head: csv, columns };
}

function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] < 9;
}

function refuseNothing({ path, paths }: FileSet, { tables, zips, foreign, failures }: Probed): void {
  if (paths.some(isPictureName)) return;
  if (failures.length > 0) throw failures[0];
  const inOffice = paths.includes('[Content_Types].xml') ? OFFICE : null;
  const received = inOffice ?? foreign;
  if (received !== null) throw new DatasetError(`${path}: ${EXPECTED} Received ${received}`);
  if (zips.size > 0) {
    throw new DatasetError(
      `${path}: must hold one data set. Received zips: ${[...zips.keys()].slice(0, 5).join(', ')}. Unpack the one that you mean, and name it.`,
    );
  }
  if (tables.length > 0) {
    const [{ file, columns }] = tables;
    const received = columns.kind === 'labelled' ? '' : columns.received;
    throw new DatasetError(
      `${path}: must hold labelled pictures. Received tables that hold none; the first is ${file.path}: ${received} ${EXPECTED}`,
    );
  }
}
