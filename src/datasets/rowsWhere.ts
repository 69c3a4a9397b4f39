/** Those of the rows 0..count-1 for which `holds`, ascending. Four bytes a row: a list of a million numbers would need many times that. */
export function rowsWhere(count: number, holds: (row: number) => boolean): Uint32Array {
  let length = 0;
  for (let row = 0; row < count; row++) if (holds(row)) length++;
  const rows = new Uint32Array(length);
  for (let row = 0, i = 0; i < length; row++) if (holds(row)) rows[i++] = row;
  return rows;
}
