/** Sets of rows that share none, each known by one of its rows. */
export interface DisjointSets {
  /** The row that its set is known by. */
  rootOf(row: number): number;
  /** Makes one set of both, known as that of `into` was; nothing where they are one already. */
  join(row: number, into: number): void;
}

/** Each of `length` rows in a set of its own (Tarjan 1975, doi 10.1145/321879.321884, with halved paths). */
export function createDisjointSets(length: number): DisjointSets {
  const parent = Uint32Array.from({ length }, (_, row) => row);
  const rootOf = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]];
    return root;
  };
  return {
    rootOf,
    join(row, into) {
      parent[rootOf(row)] = rootOf(into);
    },
  };
}
