import { formatCount } from '../text/formatHeadline.js';
import { formatPercent } from '../text/formatPercent.js';
import type { GroupResults, GroupScore } from '../../evaluation/groupScores.js';
import { markup, type Markup } from '../charts/markup.js';

/** Number of groups listed, at most; the JSON lists all. */
const SHOWN = 50;

/** The worst tenth of the groups, compared with chance, and the worst groups as a table. */
export function groupsSection({ n, groups, worst_tenth: worst }: GroupResults): Markup {
  const row = ({ group, n: pictures, errors, accuracy, interval }: GroupScore): Markup =>
    markup`<tr><th scope="row">${group}</th><td>${formatCount(pictures)}</td><td>${formatCount(errors)}</td><td>${formatPercent(accuracy)}</td><td>${formatPercent(interval[0])} to ${formatPercent(interval[1])}</td></tr>
`;
  const shown = groups.slice(0, SHOWN);
  return markup`<section aria-labelledby="groups-title">
<h2 id="groups-title">By group</h2>
<p>The worst tenth of ${formatCount(groups.length)} groups: <strong>${formatPercent(worst.accuracy)}</strong> right, ${formatCount(worst.errors)} errors in ${formatCount(worst.n)} pictures.</p>
<p class="soft">Some group is always the worst: if the same errors fell on the ${formatCount(n)} pictures at random, the worst tenth would have ${formatPercent(worst.accuracy_by_chance)} right.</p>
<details><summary>${shown.length < groups.length ? `The worst ${shown.length}` : 'All of them'} as a table</summary><div class="scroll" role="group" tabindex="0" aria-labelledby="groups-title"><table class="figures">
<thead><tr><th scope="col">group</th><th scope="col">n</th><th scope="col">errors</th><th scope="col">accuracy</th><th scope="col">95 % interval</th></tr></thead>
<tbody>
${shown.map(row)}</tbody>
</table></div></details>
</section>
`;
}
