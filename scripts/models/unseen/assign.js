/**
 * The one-to-one assignment of rows to columns with the largest sum: the column of each row. Needs
 * as many columns as rows. The Hungarian method with shortest paths (Jonker & Volgenant 1987,
 * Computing 38).
 *
 * @param {readonly (readonly number[])[]} values [n, n]
 * @returns {number[]}
 */
export function assign(values) {
  const n = values.length;
  const none = n; // the column that a row without one starts from
  const rowOf = new Array(n + 1).fill(-1);
  const rowPrice = new Array(n).fill(0);
  const columnPrice = new Array(n + 1).fill(0);
  for (let row = 0; row < n; row++) {
    rowOf[none] = row;
    const least = new Array(n).fill(Infinity);
    const before = new Array(n).fill(none);
    const done = new Array(n + 1).fill(false);
    let column = none;
    while (rowOf[column] !== -1) {
      done[column] = true;
      const current = rowOf[column];
      let step = Infinity;
      let next = none;
      for (let j = 0; j < n; j++) {
        if (done[j]) continue;
        const cost = -values[current][j] - rowPrice[current] - columnPrice[j];
        if (cost < least[j]) [least[j], before[j]] = [cost, column];
        if (least[j] < step) [step, next] = [least[j], j];
      }
      for (let j = 0; j <= n; j++) {
        if (done[j]) {
          rowPrice[rowOf[j]] += step;
          columnPrice[j] -= step;
        } else if (j < n) least[j] -= step;
      }
      column = next;
    }
    while (column !== none) {
      rowOf[column] = rowOf[before[column]];
      column = before[column];
    }
  }
  const columns = new Array(n).fill(-1);
  for (let j = 0; j < n; j++) columns[rowOf[j]] = j;
  return columns;
}
