import { formatCount } from './formatHeadline.js';
import { formatPercent } from './formatPercent.js';
import type { GroupResults } from '../../evaluation/groupScores.js';

/** Lines about the groups: how many there are, and the worst tenth of them compared with chance. */
export function formatGroups({ n, groups, worst_tenth: worst }: GroupResults): string[] {
  const faultless = groups.filter(({ errors }) => errors === 0).length;
  return [
    `groups: ${formatCount(groups.length)} with ${formatCount(n)} pictures, ${formatCount(faultless)} of them without an error`,
    `worst tenth of the groups (${formatCount(worst.groups)}): ${formatPercent(worst.accuracy)} right, ${formatCount(worst.errors)} errors in ${formatCount(worst.n)}; ` +
      `with the same errors at random it would be ${formatPercent(worst.accuracy_by_chance)}`,
  ];
}
