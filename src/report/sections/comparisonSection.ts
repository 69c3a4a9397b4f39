import type { ChangedReading, ModelComparison } from '../../evaluation/evaluationResult.js';
import { formatP } from '../text/formatComparison.js';
import { formatCount } from '../text/formatHeadline.js';
import { markup, type Markup } from '../charts/markup.js';
import { lastPart } from '../lastPart.js';

/** Number of pictures shown of each kind, at most. */
export const COMPARED_PICTURES = 24;

/**
 * What a model reads right and another one wrong, and the reverse. `pictureOf` returns the index of
 * a row's picture in the data block.
 */
export function comparisonSection(comparison: ModelComparison, n: number, pictureOf: (row: number) => number): Markup {
  const { model, fixed, broke, p, errors, fixed_pictures: right, broken_pictures: wrong } = comparison;
  const gallery = (
    title: string,
    count: number,
    pictures: readonly ChangedReading[],
  ): Markup => markup`<h3>${title}: ${formatCount(count)}</h3>
${
  pictures.length === 0
    ? markup`<p class="soft">None.</p>`
    : markup`${
        pictures.length < count
          ? markup`<p class="soft">The ${pictures.length} that the model is most confident of.</p>`
          : null
      }<ul class="gallery">
${pictures.map(
  ({ row, name, true: actual, before, now }) =>
    markup`<li><span class="frame"><canvas width="28" height="28" data-picture="${pictureOf(row)}" aria-hidden="true"></canvas></span><div class="words"><strong><b>${actual}</b>: was <b>${before}</b>, now <b>${now}</b></strong><span class="name" title="${name}">${lastPart(name)}</span></div></li>
`,
)}</ul>`
}
`;
  return markup`<section aria-labelledby="against-title" class="against">
<h2 id="against-title">Against ${model.name}</h2>
<p>Fixed <strong>${formatCount(fixed)}</strong>, broke <strong>${formatCount(broke)}</strong>, <strong>${formatP(p)}</strong>.</p>
<p class="soft">The other model (${model.architecture}, ${model.preprocessing}) makes ${formatCount(errors)} ${errors === 1 ? 'error' : 'errors'} in the same ${formatCount(n)} pictures. The p-value is that of McNemar’s exact two-sided test: the probability that chance alone divides the pictures that only one of the two reads right at least this unevenly.</p>
${gallery('Fixed', fixed, right.slice(0, COMPARED_PICTURES))}
${gallery('Broken', broke, wrong.slice(0, COMPARED_PICTURES))}
</section>
`;
}
