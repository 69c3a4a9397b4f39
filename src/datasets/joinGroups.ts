import { createDisjointSets } from './disjointSets.js';
import { numberInOrder } from './numberInOrder.js';

/**
 * Joins two groupings [N], by drawing and by writer for example: rows that share a group in either
 * of them share a group in the result [N]. Groups are numbered in the order in which they appear.
 */
export function joinGroups(a: Uint32Array, b: Uint32Array): Uint32Array {
  const sets = createDisjointSets(a.length);
  for (const groups of [a, b]) {
    const firsts = new Map<number, number>();
    groups.forEach((group, row) => {
      const first = firsts.get(group);
      if (first === undefined) firsts.set(group, row);
      else sets.join(row, first);
    });
  }
  return numberInOrder(a.map((_, row) => sets.rootOf(row)));
}
