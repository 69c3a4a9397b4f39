import { CHANCE_LIMIT, chanceOf, GROUPING_LIMIT } from './chanceOf.js';
import type { Candidate, Matcher } from './matcher.js';
import { type Match, type MatchTable, tableOf } from './matchTable.js';

export interface MatchRowsOptions {
  /** [N], 0..9 */
  readonly labels: Uint8Array;
  /** [10], the number of rows of each digit that can be found. */
  readonly strangers: ArrayLike<number>;
}

/**
 * The matches of `rows` with a chance of at most GROUPING_LIMIT among strangers of the same digit.
 */
export function matchRows(
  matcher: Pick<Matcher, 'candidates'>,
  rows: ArrayLike<number>,
  { labels, strangers }: MatchRowsOptions,
): MatchTable {
  const matches: Match[] = [];
  for (const row of Array.from(rows)) {
    const chance = ({ row: other, residual }: Candidate): number =>
      // A match with another digit must be better than chance for both digits.
      Math.max(
        chanceOf(residual, labels[row], strangers[labels[row]]),
        chanceOf(residual, labels[other], strangers[labels[other]]),
      );
    const isVariant = (found: Candidate): boolean => chance(found) <= CHANCE_LIMIT;
    for (const candidate of matcher.candidates(row, isVariant)) {
      if (chance(candidate) <= GROUPING_LIMIT) matches.push({ row, other: candidate.row, chance: chance(candidate) });
    }
  }
  return tableOf(matches);
}
