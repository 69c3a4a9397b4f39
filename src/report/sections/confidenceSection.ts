import type { EvaluationResult } from '../../evaluation/evaluationResult.js';
import { formatCount } from '../text/formatHeadline.js';
import { formatPercent } from '../text/formatPercent.js';
import { markup, Markup } from '../charts/markup.js';
import { reliabilitySvg } from '../charts/reliabilitySvg.js';
import { riskCoverageSvg } from '../charts/riskCoverageSvg.js';

/**
 * Whether the confidence can be trusted, and what leaving out unsure answers gains: two charts and
 * their figures.
 */
export function confidenceSection(result: EvaluationResult): Markup {
  const { reliability, risk_coverage: curve, selective, not_digits: notDigits } = result;
  return markup`<section aria-labelledby="confidence-title">
<h2 id="confidence-title">What its confidence is worth</h2>
<p class="soft">Calibration error ${formatPercent(result.ece.value)} (ECE, ${result.ece.bins} equal bins); area under the risk-coverage curve ${curve.aurc.toExponential(2)}. ${selectiveText(selective)}${
    notDigits === null
      ? null
      : `Against ${formatCount(notDigits.n)} generated pictures that are not digits: AUROC ${notDigits.auroc.toFixed(4)}.`
  }</p>
<div class="curves">
<figure><figcaption>Right answers by confidence</figcaption>${new Markup(reliabilitySvg(reliability))}</figure>
<figure><figcaption>Errors if only the most confident answers are given</figcaption>${new Markup(riskCoverageSvg(curve))}</figure>
</div>
<details><summary>Confidence as a table</summary><div class="scroll" role="group" tabindex="0" aria-labelledby="confidence-title"><table class="figures">
<thead><tr><th scope="col">confidence</th><th scope="col">answers</th><th scope="col">mean</th><th scope="col">right</th></tr></thead>
<tbody>
${reliability.map(
  ({
    from,
    to,
    count,
    confidence,
    accuracy,
  }) => markup`<tr><th scope="row">${from.toFixed(3)} to ${to.toFixed(3)}</th><td>${formatCount(count)}</td><td>${figure(confidence)}</td><td>${figure(accuracy)}</td></tr>
`,
)}</tbody>
</table></div></details>
</section>
`;
}

function selectiveText(selective: EvaluationResult['selective']): string {
  if (selective === null) return '';
  const { target_error: target, confidence, coverage, errors, answered, error } = selective;
  return `For a target error of ${formatPercent(target)}, answers below a confidence of ${confidence.toFixed(4)} are left out: ${formatPercent(coverage)} answered, ${formatCount(errors)} wrong in ${formatCount(answered)} (${formatPercent(error)}). `;
}

function figure(share: number | null): string {
  return share === null ? '–' : share.toFixed(4);
}
