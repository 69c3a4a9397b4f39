import { createDisjointSets } from '../datasets/disjointSets.js';
import { numberInOrder } from '../datasets/numberInOrder.js';
import type { MatchTable } from './matchTable.js';

/**
 * Groups rows into drawings by their matches. Two groups become one if the number of matches
 * between them is at least a certain share of the smaller group's rows: among thousands of variants
 * a few false matches are to be expected, and these must not chain two drawings into one. The
 * surest matches are used first.
 *
 * Returns the drawing of each of `length` rows [N], numbered 0, 1, ... in the order in which they
 * appear.
 */
export function clusterDrawings(length: number, { rows, others, chances }: MatchTable): Uint32Array {
  const sets = createDisjointSets(length);
  const sizes = new Uint32Array(length).fill(1);
  const order = Uint32Array.from(rows.keys()).sort((a, b) => chances[a] - chances[b]);
  for (let level = 1; level <= LEVELS; level++) {
    const edges = order.subarray(0, Math.ceil((order.length * level) / LEVELS));
    while (mergeOnce(edges));
  }
  return numberInOrder(Uint32Array.from({ length }, (_, row) => sets.rootOf(row)));

  /**
   * Counts the matches between groups and joins the groups with enough of them. Returns whether any
   * were joined.
   */
  function mergeOnce(edges: Uint32Array): boolean {
    const between = new Map<number, number>();
    for (const edge of edges) {
      const [a, b] = [sets.rootOf(rows[edge]), sets.rootOf(others[edge])];
      if (a === b) continue;
      const pair = Math.min(a, b) * length + Math.max(a, b);
      between.set(pair, (between.get(pair) ?? 0) + 1);
    }
    let merged = false;
    // The pairs with the most matches for their size come first: they are the surest.
    const pairs = [...between]
      .map(([pair, count]) => {
        const [a, b] = [Math.floor(pair / length), pair % length];
        return { a, b, support: count / Math.min(sizes[a], sizes[b]) };
      })
      .filter(({ support }) => support >= SUPPORT)
      .sort((x, y) => y.support - x.support || x.a - y.a || x.b - y.b);
    const changed = new Set<number>();
    for (const { a, b } of pairs) {
      const [large, small] = sizes[a] >= sizes[b] ? [a, b] : [b, a];
      // The count is no longer valid once the group has grown or gone; the next pass counts again.
      if (changed.has(small)) continue;
      const into = sets.rootOf(large);
      changed.add(small).add(large);
      sets.join(small, into);
      sizes[into] += sizes[small];
      merged = true;
    }
    return merged;
  }
}

/** Steps in which matches are used, the surest first. */
const LEVELS = 8;
/** The least number of matches between two groups, per row of the smaller one. */
const SUPPORT = 0.1;
