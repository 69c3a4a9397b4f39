import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { stemOf } from '../../datasets/sources/chooseCopies.js';
import { describeColumns } from '../../datasets/sources/csvColumns.js';
import { readCsvHead } from '../../datasets/sources/csvHead.js';
import { openCsvSet } from '../../datasets/sources/csvSet.js';
import { parseIdxHeader, readIdxHeader } from '../../datasets/sources/idxFile.js';
import { labelsStemOf, noLabelsFile, openIdxSet } from '../../datasets/sources/idxSet.js';
import { EXPECTED } from '../../datasets/sources/openFileSet.js';
import type { OpenSource } from '../../datasets/sources/source.js';
import { DatasetError } from '../../errors.js';
import { foreignFormat } from '../../image/foreignFormat.js';
import { diskFile } from './diskFiles.js';
import { factsOf, fileIdentity, type FileFacts } from './fileIdentity.js';
import { readUnpackedStart } from './readChunks.js';
import type { Source } from './source.js';
import { zipSource } from './zipSource.js';

/** A file that holds a data set: a zip, a table, or IDX pictures with their labels beside them. */
export function fileSource(path: string): Source {
  const start = readUnpackedStart(path, 1024);
  if (start.length === 0) throw new DatasetError(`${path}: the file is empty or a damaged gzip. ${EXPECTED}`);
  if (start.subarray(0, 2).toString('latin1') === 'PK') return zipSource(path);
  const folder = dirname(path);
  const foreign = foreignFormat(start);
  if (foreign !== null) throw new DatasetError(`${path}: ${EXPECTED} Received ${foreign}`);
  const file = { ...factsOf(path), path: basename(path) };
  if (parseIdxHeader(diskFile(folder, file), start) === null) {
    return { path, identity: fileIdentity([{ ...file, path }]), open: () => openTable(path, folder, file) };
  }
  const files = [file, ...labelsNear(path)];
  return { path, identity: fileIdentity(files), open: () => openIdx(path, folder, files) };
}

async function openIdx(path: string, folder: string, files: readonly FileFacts[]): Promise<OpenSource> {
  const headers = await Promise.all(files.map((facts) => readIdxHeader(diskFile(folder, facts))));
  const found = headers.filter((header) => header !== null);
  const paths = files.map((facts) => facts.path);
  if (found.length === 0 || found[0].kind === 'labels')
    throw new DatasetError(`${path}: these are labels; name the file of the pictures. ${EXPECTED}`);
  const others = found.slice(1).filter(({ kind }) => kind === 'labels');
  if (others.length === 0 && found.length > 1) throw noLabelsFile(found[1].file.name, 'an IDX file of images');
  return openIdxSet({ path, paths }, [found[0], ...others], []);
}

/** Files that may hold the labels of IDX pictures: beside them, or in a folder of that name. */
function labelsNear(images: string): FileFacts[] {
  const stem = labelsStemOf(images);
  const isLabels = (name: string): boolean => stemOf(name) === stem && name !== basename(images);
  const folder = dirname(images);
  const inside = (below: string): FileFacts[] =>
    readdirSync(join(folder, below), { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && isLabels(entry.name) && existsSync(join(folder, below, entry.name)))
      .map(({ name }) => ({ ...factsOf(join(folder, below, name)), path: `${below}${name}` }));
  const beside = inside('');
  if (beside.length > 0) return beside;
  return readdirSync(join(folder, '..'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isLabels(entry.name))
    .flatMap(({ name }) => inside(`../${name}/`));
}

async function openTable(path: string, folder: string, facts: FileFacts): Promise<OpenSource> {
  const file = diskFile(folder, facts);
  const head = await readCsvHead(file);
  if (head === null) throw new DatasetError(`${path}: the format of this file was not recognised. ${EXPECTED}`);
  return openCsvSet({ path }, [{ file, head, columns: describeColumns(head) }], []);
}
