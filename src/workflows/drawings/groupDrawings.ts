import { numberInOrder } from '../../datasets/numberInOrder.js';
import { CHANCE_LIMIT } from '../../leaks/chanceOf.js';
import { clusterDrawings } from '../../leaks/clusterDrawings.js';
import { joinDrawings, joinStrays, sampleDrawings } from '../../leaks/joinDrawings.js';
import { matchesUpTo, type MatchTable } from '../../leaks/matchTable.js';
import type { Comparison } from './compareDrawings.js';

/** Each round joins most parts of a drawing; a few rounds are enough. */
const ROUNDS = 6;

/**
 * [N], the drawing of which each row is a variant, from the `matches` of the distinct rows among
 * each other. If a drawing has thousands of variants, the best matches of a row are those that were
 * changed in the same way, and the drawing falls into parts. So some rows of each part are compared
 * with all others again, until no parts belong together. At the end, a row that is alone joins the
 * drawing it resembles most, up to GROUPING_LIMIT.
 */
export async function groupDrawings(comparison: Comparison, matches: MatchTable): Promise<Uint32Array> {
  const { copies, distinct } = comparison;
  let drawings = clusterDrawings(copies.length, matches);
  let grown: ReadonlySet<number> | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const asked = sampleDrawings(drawings, distinct, grown);
    if (asked.length === 0) break;
    const found = matchesUpTo(CHANCE_LIMIT, await comparison.match(asked, distinct, drawings));
    ({ drawings, joined: grown } = joinDrawings(drawings, asked, found));
  }
  drawings = joinStrays(drawings, matches);
  return numberInOrder(copies.map((first) => drawings[first]));
}
