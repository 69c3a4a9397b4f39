import type { DatasetDescription } from '../datasets/describeDataset.js';
import { formatTable } from './formatTable.js';

/**
 * Describes a data set as text: its format, the pictures of each digit in each part, and unreadable
 * files.
 */
export function formatDescription(shown: DatasetDescription): string {
  const total = shown.blank === 0 ? `${shown.images}` : `${shown.images}, ${shown.blank} of them without ink`;
  const columns = Object.entries(shown.splits);
  const table = shown.classes.map((count, digit) => [
    `${digit}`,
    `${count}`,
    ...columns.map(([, split]) => `${split.classes[digit]}`),
  ]);
  const head = ['digit', 'images', ...columns.map(([name]) => name)];
  const foot = ['all', `${shown.images}`, ...columns.map(([, split]) => `${split.images}`)];
  return [
    `source   ${shown.source}`,
    `format   ${shown.format}`,
    `images   ${total}`,
    ...shown.notes.map((note) => `note     ${note}`),
    ...shown.warnings.map((warning) => `WARNING  ${warning}`),
    '',
    formatTable([head, ...table, foot], { right: [1, 2, 3, 4] }),
    ...(columns.length === 0 ? ['', 'The source names no train, validation or test part.'] : []),
    ...(shown.skipped.length === 0
      ? []
      : ['', `${shown.skipped.length} ${shown.skipped.length === 1 ? 'file' : 'files'} could not be read:`]),
    ...shown.skipped.map(({ name, reason }) => `  ${name}: ${reason}`),
  ].join('\n');
}
