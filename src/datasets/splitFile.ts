import { DatasetError } from '../errors.js';
import type { Dataset, RowPart, SplitName } from './dataset.js';
import { rowsWhere } from './rowsWhere.js';
import type { Parts } from './split.js';

/** A split of a data set, as `numerist split` writes it. */
export interface SplitFile {
  /**
   * SHA-256, in hex, of the names and labels of the pictures: a split belongs to one data set,
   * whatever its preprocessing.
   */
  readonly data: string;
  /** How the split was drawn, in words. */
  readonly how: string;
  /** [N] */
  readonly parts: readonly RowPart[];
  /**
   * [N], the group of each row (a drawing or a writer) that was kept together; null if each picture
   * was drawn by itself.
   */
  readonly groups: Uint32Array | null;
}

const FIRST = /^# numerist-split 1, data ([0-9a-f]{64}), (.*)$/;
const NAMES: readonly RowPart[] = ['train', 'val', 'test', 'none'];

/**
 * The text of a split file: two header lines, then `part` or `part,group` for each row of the data.
 */
export function formatSplitFile({ data, how, parts, groups }: SplitFile): string {
  const lines = parts.map((part, row) => (groups ? `${part},${groups[row]}` : part));
  return `# numerist-split 1, data ${data}, ${how}\n${groups ? 'part,group' : 'part'}\n${lines.join('\n')}\n`;
}

/** Reads a split file. Throws a DatasetError that names the wrong line and starts with `path`. */
export function parseSplitFile(text: string, path: string): SplitFile {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const first = FIRST.exec(lines[0]);
  if (first === null) {
    throw new DatasetError(
      `${path}: must be a split file written by numerist split. Received ${shown(lines[0])} as its first line.`,
    );
  }
  const grouped = lines.at(1) === 'part,group';
  if (!grouped && lines.at(1) !== 'part') {
    throw new DatasetError(`${path}: line 2 must be "part" or "part,group". Received ${shown(lines.at(1) ?? '')}.`);
  }
  const rows = lines.slice(2);
  const groups = new Uint32Array(rows.length);
  const parts = rows.map((line, row) => {
    const [part, ...rest] = line.split(',');
    const group = rest.join(',');
    const name = NAMES.find((known) => known === part) ?? null;
    const isGroup = grouped ? /^\d{1,9}$/.test(group) : rest.length === 0;
    if (name === null || !isGroup) {
      const expected = `train, val, test or none${grouped ? ', a comma and a group number' : ''}`;
      throw new DatasetError(`${path}: line ${row + 3} must be ${expected}. Received ${shown(line)}.`);
    }
    if (grouped) groups[row] = Number(group);
    return name;
  });
  return { data: first[1], how: first[2], parts, groups: grouped ? groups : null };
}

/** The data set with each row in the part that a split file gives it. */
export function withSplit(dataset: Dataset, { parts }: Pick<SplitFile, 'parts'>): Dataset {
  return { ...dataset, splits: parts };
}

/** The rows of each part, ascending. */
export function partsOf({ parts }: Pick<SplitFile, 'parts'>): Parts {
  const rowsIn = (part: SplitName): Uint32Array => rowsWhere(parts.length, (row) => parts[row] === part);
  return { train: rowsIn('train'), val: rowsIn('val'), test: rowsIn('test') };
}

function shown(line: string): string {
  return JSON.stringify(line.slice(0, 80));
}
