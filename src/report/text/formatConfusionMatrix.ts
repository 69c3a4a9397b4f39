import type { ConfusionMatrix } from '../../evaluation/confusionMatrix.js';

const DIM = '\u001B[2m';
const BOLD = '\u001B[1m';
const RESET = '\u001B[0m';

/**
 * The counts as a table for a terminal: rows are true digits, columns are predicted digits, zeros
 * are dots, totals are at the ends. With `color`, zeros and totals are dim and mistakes are bold.
 */
export function formatConfusionMatrix(
  matrix: ConfusionMatrix,
  options: { /** Emit ANSI codes. @default false */ readonly color?: boolean } = {},
): string {
  const style = (code: string, text: string) => (options.color === true ? code + text + RESET : text);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const rowTotals = matrix.map(sum);
  const columnTotals = matrix.map((_, label) => sum(matrix.map((row) => row[label])));
  const total = sum(rowTotals);
  const width = Math.max(...[...rowTotals, ...columnTotals].map((count) => String(count).length), 1) + 1;
  const totalWidth = Math.max(String(total).length, 'total'.length) + 2;

  const cell = (count: number, isMistake: boolean) => {
    const text = (count === 0 ? '·' : String(count)).padStart(width);
    if (count === 0) return style(DIM, text);
    return isMistake ? style(BOLD, text) : text;
  };
  const dim = (count: number, size: number) => style(DIM, String(count).padStart(size));
  const margin = ' '.repeat('total '.length);
  const lines = [
    `${margin}   predicted`,
    `true  ${matrix.map((_, label) => String(label).padStart(width)).join('')}${'total'.padStart(totalWidth)}`,
    ...matrix.map(
      (row, label) =>
        String(label).padStart(4).padEnd(margin.length) +
        row.map((count, column) => cell(count, column !== label)).join('') +
        dim(rowTotals[label], totalWidth),
    ),
    `${style(DIM, 'total ')}${columnTotals.map((count) => dim(count, width)).join('')}${dim(total, totalWidth)}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}
