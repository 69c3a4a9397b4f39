import { createDisjointSets } from '../datasets/disjointSets.js';
import { type MatchTable, surestMatches } from './matchTable.js';

/** The most rows of each drawing for which matches are sought. */
const SAMPLE = 24;
/**
 * If at least this share of them match another drawing, the two become one. Strangers match by
 * chance one time in 285.
 */
const SHARE = 0.15;

/**
 * Chooses up to 24 rows of each drawing that has more than one row, or only of the drawings in
 * `only`, spread evenly over the drawing. `drawings` is [N]; only rows among `distinct` count.
 */
export function sampleDrawings(drawings: Uint32Array, distinct: Uint32Array, only?: ReadonlySet<number>): Uint32Array {
  const members = new Map<number, number[]>();
  for (const row of distinct) {
    if (only?.has(drawings[row]) === false) continue;
    const known = members.get(drawings[row]);
    if (known === undefined) members.set(drawings[row], [row]);
    else known.push(row);
  }
  const asked = [...members.values()].flatMap((rows) =>
    rows.length < 2
      ? []
      : Array.from(
          { length: Math.min(SAMPLE, rows.length) },
          (_, i) => rows[Math.floor((i * rows.length) / Math.min(SAMPLE, rows.length))],
        ),
  );
  return Uint32Array.from(asked).sort();
}

/**
 * Joins drawings whose rows match those of another drawing: at least 15 % of a drawing's rows among
 * `asked`, and at least two. A drawing joins the one that it matches most. Returns the new drawings
 * [N]; `joined` are those that have grown.
 */
export function joinDrawings(
  drawings: Uint32Array,
  asked: Uint32Array,
  { rows, others }: MatchTable,
): { readonly drawings: Uint32Array; readonly joined: ReadonlySet<number> } {
  const askedOf = new Map<number, number>();
  for (const row of asked) askedOf.set(drawings[row], (askedOf.get(drawings[row]) ?? 0) + 1);
  const votes = new Map<number, Map<number, Set<number>>>();
  rows.forEach((row, i) => {
    const [from, to] = [drawings[row], drawings[others[i]]];
    const found = votes.get(from) ?? new Map<number, Set<number>>();
    votes.set(from, found.set(to, (found.get(to) ?? new Set()).add(row)));
  });
  const pairs: [number, number][] = [];
  for (const [from, found] of votes) {
    const [best, count] = [...found]
      .map(([to, voters]) => [to, voters.size])
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
    if (count < Math.max(2, SHARE * (askedOf.get(from) ?? 0))) continue;
    pairs.push([from, best]);
  }
  const rootOf = unite(drawings.length, pairs);
  return { drawings: drawings.map(rootOf), joined: new Set(pairs.map(([from]) => rootOf(from))) };
}

/**
 * Lets each row that is alone in its drawing join the drawing of its surest match, if it has one.
 * Returns the new drawings [N].
 */
export function joinStrays(drawings: Uint32Array, matches: MatchTable): Uint32Array {
  const sizes = new Map<number, number>();
  for (const drawing of drawings) sizes.set(drawing, (sizes.get(drawing) ?? 0) + 1);
  const strays = [...surestMatches(matches)].filter(([row]) => sizes.get(drawings[row]) === 1);
  const pairs = strays.map(([row, { other }]) => [drawings[row], drawings[other]] as const);
  return drawings.map(unite(drawings.length, pairs));
}

/**
 * Unites the drawings of each pair; the result keeps the smaller number. Returns the function from
 * a drawing, 0..length-1, to its new number.
 */
function unite(length: number, pairs: readonly (readonly [number, number])[]): (drawing: number) => number {
  const sets = createDisjointSets(length);
  const rootOf = (drawing: number): number => sets.rootOf(drawing);
  for (const pair of pairs) {
    const [a, b] = pair.map(rootOf);
    sets.join(Math.max(a, b), Math.min(a, b));
  }
  return rootOf;
}
