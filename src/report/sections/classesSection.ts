import type { ClassificationReport, ClassScores } from '../../evaluation/classificationReport.js';
import { formatCount } from '../text/formatHeadline.js';
import { formatPercent } from '../text/formatPercent.js';
import { markup, type Markup } from '../charts/markup.js';

/** Precision, recall and f1-score of each digit, as a table. */
export function classesSection(report: ClassificationReport): Markup {
  const digits = Object.keys(report).filter((key): key is `${number}` => /^\d+$/.test(key));
  const row = (name: string, scores: ClassScores) =>
    markup`<tr><th scope="row">${name}</th><td>${scores.precision.toFixed(4)}</td><td>${scores.recall.toFixed(4)}</td><td>${scores['f1-score'].toFixed(4)}</td><td>${formatCount(scores.support)}</td></tr>
`;
  return markup`<section aria-labelledby="classes-title">
<h2 id="classes-title">Each digit by itself</h2>
<p class="soft">Precision: the share of pictures read as this digit that show it. Recall: the share of pictures of this digit that are read as it. Support: the number of pictures of this digit. Accuracy: ${formatPercent(report.accuracy)}.</p>
<div class="scroll" role="group" tabindex="0" aria-labelledby="classes-title"><table class="figures">
<thead><tr><th scope="col">digit</th><th scope="col">precision</th><th scope="col">recall</th><th scope="col">f1-score</th><th scope="col">support</th></tr></thead>
<tbody>
${digits.map((digit) => row(digit, report[digit]))}</tbody>
<tfoot>
${row('macro avg', report['macro avg'])}${row('weighted avg', report['weighted avg'])}</tfoot>
</table></div>
</section>
`;
}
