/**
 * The groups [N] that keep together whatever either of two groupings [N] keeps together: rows of one drawing, and rows of one
 * writer. Numbered in the order in which they appear.
 */
export function joinGroups(a: Uint32Array, b: Uint32Array): Uint32Array {
  const parent = Uint32Array.from(a.keys());
  const rootOf = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  for (const groups of [a, b]) {
    const firsts = new Map<number, number>();
    groups.forEach((group, row) => {
      const first = firsts.get(group);
      if (first === undefined) firsts.set(group, row);
      else parent[rootOf(row)] = rootOf(first);
    });
  }
  const numbers = new Map<number, number>();
  return parent.map((_, row) => {
    const root = rootOf(row);
    const number = numbers.get(root) ?? numbers.size;
    numbers.set(root, number);
    return number;
  });
}
