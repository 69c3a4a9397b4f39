import { formatCount } from '../formatHeadline.js';
import { formatPercent } from '../formatPercent.js';
import { markup, type Markup } from '../markup.js';
import type { LabelledReading } from '../predictions.js';

/** The most confident mistakes as a gallery. `mistakes[i]` is picture i of the report's data block; `errors` counts all. */
export function mistakesSection(mistakes: readonly LabelledReading[], errors: number): Markup | null {
  if (mistakes.length === 0) return null;
  const shown = mistakes.length < errors ? `The ${mistakes.length} surest of ${formatCount(errors)}` : `All ${errors}`;
  return markup`<section aria-labelledby="mistakes-title">
<h2 id="mistakes-title">Mistakes it was sure of</h2>
<p class="soft">${errors === 1 ? 'The only one' : `${shown}, the surest first`}. Each picture is what the network saw, 28 x 28.</p>
<noscript><p class="soft">The pictures need JavaScript; every figure on this page does without.</p></noscript>
<ul class="gallery">
${mistakes.map(
  (
    mistake,
    index,
  ) => markup`<li><span class="frame"><canvas width="28" height="28" data-picture="${index}" aria-hidden="true"></canvas></span><div class="words"><strong><b>${mistake.true}</b> read as <b>${mistake.predicted}</b></strong><span>${formatPercent(mistake.confidence, 1)} sure</span><span class="name" title="${mistake.name}">${lastPart(mistake.name)}</span></div></li>
`,
)}</ul>
</section>
`;
}

/** `3/17.png` of `data/digits/3/17.png`: the folder is the label, which the caption says already. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
