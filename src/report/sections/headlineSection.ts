import type { EvaluationResult } from '../../evaluation/evaluationResult.js';
import { formatCount } from '../text/formatHeadline.js';
import { formatPercent } from '../text/formatPercent.js';
import { markup, type Markup } from '../charts/markup.js';

export interface HeadlineOptions {
  readonly title: string;
  readonly createdAt: string | null;
  /** Caveats that a reader must know before relying on the figures. */
  readonly notes: readonly string[];
}

/** Accuracy, errors and interval in large type; the model, the data and the caveats beside them. */
export function headlineSection(result: EvaluationResult, { title, createdAt, notes }: HeadlineOptions): Markup {
  const { model, data } = result;
  const [low, high] = result.interval;
  const facts: readonly (readonly [string, string])[] = [
    ['Model', model.name],
    ['Network', `${model.architecture}, ${formatCount(model.parameters)} parameters`],
    ['Preprocessing', model.preprocessing],
    ['Data', `${data.source} (${data.format})`],
    ['Part', data.split],
    ...(data.skipped > 0
      ? [['Not counted', `${formatCount(data.skipped)} files that could not be read`] as const]
      : []),
    ['Log loss', `${result.log_loss.toFixed(4)} nats`],
    ['Brier score', `${result.brier.toFixed(4)} (0 to 2)`],
    ['Calibration error', `${formatPercent(result.ece.value)} (ECE, ${result.ece.bins} equal bins)`],
  ];
  return markup`<header>
<div class="headline">
<h1>${title}</h1>
<p class="figure">${formatPercent(result.accuracy).replace(' %', '')}<span class="unit"> %</span></p>
<p class="lead">read right: <strong>${formatCount(result.errors)} ${result.errors === 1 ? 'error' : 'errors'}</strong> in ${formatCount(result.n)} ${result.n === 1 ? 'picture' : 'pictures'}</p>
<p>95 % interval: ${unbroken(formatPercent(low))} to ${unbroken(formatPercent(high))} (Wilson)</p>
${createdAt === null ? null : markup`<p class="soft">${createdAt}</p>`}
</div>
<div class="measured">
<h2>What was measured</h2>
<dl class="facts">${facts.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</div>
${
  notes.length === 0
    ? null
    : markup`<aside class="notes"><h2>Before you believe it</h2><ul>${notes.map((note) => markup`<li>${note}</li>`)}</ul></aside>`
}
</header>
`;
}

/** Keeps a figure and its unit on one line. */
function unbroken(figure: string): string {
  return figure.replaceAll(' ', '\u00A0');
}
