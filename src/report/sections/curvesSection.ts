import { curveSvg, type CurveEpoch } from '../charts/curveSvg.js';
import { markup, Markup } from '../charts/markup.js';

/** Loss and accuracy by epoch as two charts and a table. */
export function curvesSection(history: readonly CurveEpoch[]): Markup | null {
  if (history.length === 0) return null;
  const figure = (value: number | null) => (value === null ? '–' : value.toFixed(4));
  return markup`<section aria-labelledby="curves-title">
<h2 id="curves-title">Training</h2>
<div class="curves">
<figure><figcaption>Accuracy</figcaption>${new Markup(curveSvg(history, 'accuracy'))}</figure>
<figure><figcaption>Loss</figcaption>${new Markup(curveSvg(history, 'loss'))}</figure>
</div>
<details><summary>The curves as a table</summary><div class="scroll" role="group" tabindex="0" aria-labelledby="curves-title"><table class="figures">
<thead><tr><th scope="col">epoch</th><th scope="col">accuracy</th><th scope="col">val_accuracy</th><th scope="col">loss</th><th scope="col">val_loss</th></tr></thead>
<tbody>
${history.map(
  (
    epoch,
  ) => markup`<tr><th scope="row">${epoch.epoch}</th><td>${figure(epoch.accuracy)}</td><td>${figure(epoch.val_accuracy)}</td><td>${figure(epoch.loss)}</td><td>${figure(epoch.val_loss)}</td></tr>
`,
)}</tbody>
</table></div></details>
</section>
`;
}
