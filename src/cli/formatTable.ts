/**
 * Formats rows of cells in columns, two spaces apart. The columns in `right` (numbers, percentages)
 * are right-aligned.
 */
export function formatTable(rows: readonly (readonly string[])[], { right = [] as readonly number[] } = {}): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, c) => (widths[c] = Math.max(widths[c] ?? 0, cell.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, c) => (right.includes(c) ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}
