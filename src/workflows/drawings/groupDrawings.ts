import { numberInOrder } from '../../datasets/numberInOrder.js';
import { CHANCE_LIMIT } from '../../leaks/chanceOf.js';
import { clusterDrawings } from '../../leaks/clusterDrawings.js';
import { joinDrawings, joinStrays, sampleDrawings } from '../../leaks/joinDrawings.js';
import { matchesUpTo, type MatchTable } from '../../leaks/matchTable.js';
import type { Comparison } from './compareDrawings.js';

/** Every round joins most parts of a drawing; a few are enough. */
const ROUNDS = 6;

/**
 * Which drawing each row is a variant of [N], from the `matches` of its distinct rows among each other. Where a drawing has thousands of
 * variants, a row's best matches are those that were changed like it, and the drawing falls into parts: so some rows of each part are compared
 * with all others once more, until no parts belong together. At last a row that is alone joins the drawing that it is most like, up to GROUPING_LIMIT.
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
