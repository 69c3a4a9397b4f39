/** Disjoint sets of rows, each represented by one of its rows (its root). */
export interface DisjointSets {
  /** The root of the set that `row` is in. */
  rootOf(row: number): number;
  /**
   * Merges the sets of both rows; the root of `into` becomes the root of both. Does nothing if they
   * are one set already.
   */
  join(row: number, into: number): void;
}

/**
 * Starts with each of `length` rows in its own set (Tarjan 1975, doi 10.1145/321879.321884, with
 * path halving).
 */
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
