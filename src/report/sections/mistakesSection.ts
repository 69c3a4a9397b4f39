import { formatCount } from '../text/formatHeadline.js';
import { formatPercent } from '../text/formatPercent.js';
import { markup, type Markup } from '../charts/markup.js';
import type { LabelledReading } from '../../evaluation/predictions.js';
import { lastPart } from '../lastPart.js';

/** Number of mistakes shown before the rest is unfolded. */
const AT_ONCE = 24;

/**
 * The most confident mistakes as a gallery. `mistakes[i]` is picture i of the report's data block;
 * `errors` counts all mistakes. `control` returns the control below a picture; `bar` goes below all
 * of them.
 */
export function mistakesSection(
  mistakes: readonly LabelledReading[],
  errors: number,
  { control, bar }: { readonly control: (row: number) => Markup | null; readonly bar: Markup | null },
): Markup | null {
  if (mistakes.length === 0) return null;
  const shown = mistakes.length < errors ? `The ${mistakes.length} surest of ${formatCount(errors)}` : `All ${errors}`;
  return markup`<section aria-labelledby="mistakes-title">
<h2 id="mistakes-title">Mistakes it was sure of</h2>
<p class="soft">${errors === 1 ? 'The only one' : `${shown}, the surest first`}. Each picture is what the network saw, 28 x 28.</p>
<noscript><p class="soft">The pictures need JavaScript; the figures on this page do not.</p></noscript>
${gallery(mistakes.slice(0, AT_ONCE), 0, control)}
${
  mistakes.length <= AT_ONCE
    ? null
    : markup`<details><summary>${mistakes.length - AT_ONCE} more</summary>${gallery(mistakes.slice(AT_ONCE), AT_ONCE, control)}</details>`
}
${bar}</section>
`;
}

/** `first` is the index of the first mistake's picture in the data block. */
function gallery(mistakes: readonly LabelledReading[], first: number, control: (row: number) => Markup | null): Markup {
  return markup`<ul class="gallery">
${mistakes.map(
  (
    mistake,
    index,
  ) => markup`<li><span class="frame"><canvas width="28" height="28" data-picture="${first + index}" aria-hidden="true"></canvas></span><div class="words"><strong><b>${mistake.true}</b> read as <b>${mistake.predicted}</b></strong><span>${formatPercent(mistake.confidence, 1)} sure</span><span class="name" title="${mistake.name}">${lastPart(mistake.name)}</span>${control(mistake.row)}</div></li>
`,
)}</ul>`;
}
