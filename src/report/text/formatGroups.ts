import { formatCount } from './formatHeadline.js';
import { formatPercent } from './formatPercent.js';
import type { GroupResults } from '../../evaluation/groupScores.js';

/** What is said of the groups, a line each: how many, the worst tenth of them, and what chance alone would make of it. */
export function formatGroups({ n, groups, worst_tenth: worst }: GroupResults): string[] {
  const faultless = groups.filter(({ errors }) => errors === 0).length;
  return [
    `groups: ${formatCount(groups.length)} with ${formatCount(n)} pictures, ${formatCount(faultless)} of them without an error`,
    `worst tenth of the groups (${formatCount(worst.groups)}): ${formatPercent(worst.accuracy)} right, ${formatCount(worst.errors)} errors in ${formatCount(worst.n)}; ` +
      `the same errors dealt out at random would make it ${formatPercent(worst.accuracy_by_chance)}`,
  ];
}
