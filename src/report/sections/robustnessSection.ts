import { formatRobustness } from '../text/formatRobustness.js';
import { formatCount } from '../text/formatHeadline.js';
import { markup, Markup } from '../charts/markup.js';
import type { Robustness } from '../../evaluation/robustness/robustness.js';
import { robustnessSvg } from '../charts/robustnessSvg.js';

/** The effect of the stated shifts, as a chart and a table. */
export function robustnessSection(robustness: Robustness): Markup {
  const [head, ...rows] = formatRobustness(robustness);
  return markup`<section aria-labelledby="robustness-title">
<h2 id="robustness-title">Under stated shifts</h2>
<p class="soft">${formatCount(robustness.n)} of the pictures, drawn with seed ${robustness.seed}, each changed before any preprocessing: preprocessing and network are measured together. Pixels are those of a picture 28 pixels wide. The bars are 95 % intervals (Wilson).</p>
<div class="shifts">${new Markup(robustnessSvg(robustness))}</div>
<details><summary>The shifts as a table</summary><div class="scroll" role="group" tabindex="0" aria-labelledby="robustness-title"><table class="figures">
<thead><tr>${head.map((cell) => markup`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([name, ...cells]) => markup`<tr><th scope="row">${name}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>
`,
)}</tbody>
</table></div></details>
</section>
`;
}
