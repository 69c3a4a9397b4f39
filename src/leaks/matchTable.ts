/**
 * Pairs of pictures that are variants of one drawing, as plain arrays: element i of each array
 * belongs to pair i.
 */
export interface MatchTable {
  /** The row of the data for which matches were sought. */
  readonly rows: Uint32Array;
  /** The row that was found. */
  readonly others: Uint32Array;
  /** Share of strangers, 0..1, that find a match as good as this by chance. */
  readonly chances: Float32Array;
}

/** One match, an entry of a table. */
export interface Match {
  readonly row: number;
  readonly other: number;
  readonly chance: number;
}

export function tableOf(matches: readonly Match[]): MatchTable {
  return {
    rows: Uint32Array.from(matches, ({ row }) => row),
    others: Uint32Array.from(matches, ({ other }) => other),
    chances: Float32Array.from(matches, ({ chance }) => chance),
  };
}

/** Concatenates tables. */
export function joinTables(tables: readonly MatchTable[]): MatchTable {
  const length = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  const joined = { rows: new Uint32Array(length), others: new Uint32Array(length), chances: new Float32Array(length) };
  let at = 0;
  for (const { rows, others, chances } of tables) {
    joined.rows.set(rows, at);
    joined.others.set(others, at);
    joined.chances.set(chances, at);
    at += rows.length;
  }
  return joined;
}

/** The matches with a chance of at most `limit`, 0..1. */
export function matchesUpTo(limit: number, { rows, others, chances }: MatchTable): MatchTable {
  const isSure = (_: number, i: number): boolean => chances[i] <= limit;
  return { rows: rows.filter(isSure), others: others.filter(isSure), chances: chances.filter(isSure) };
}

/** The best match of a row. */
export interface SurestMatch {
  readonly other: number;
  /** Share of strangers, 0..1, that find a match as good as this by chance. */
  readonly chance: number;
}

/**
 * The surest match of each row of a table, the first among equals. `shownAs` may name another row
 * in place of the one that was found, or none.
 */
export function surestMatches(
  { rows, others, chances }: MatchTable,
  shownAs: (other: number) => number | undefined = (other) => other,
): Map<number, SurestMatch> {
  const surest = new Map<number, SurestMatch>();
  rows.forEach((row, i) => {
    const other = shownAs(others[i]);
    const known = surest.get(row);
    if (other !== undefined && (known === undefined || chances[i] < known.chance)) {
      surest.set(row, { other, chance: chances[i] });
    }
  });
  return surest;
}
