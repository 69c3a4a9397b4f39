import type { ConfusionMatrix } from '../../evaluation/confusionMatrix.js';
import { markup, type Markup } from '../charts/markup.js';
import { mistakeStep } from '../charts/mistakeRamp.js';

/** The number of most frequent mix-ups that are listed beside the matrix. */
const PAIRS = 8;

/**
 * The confusion matrix as a table whose cells are buttons, and the most frequent mix-ups as a list.
 */
export function matrixSection(matrix: ConfusionMatrix): Markup {
  const cells = matrix.flatMap((row, actual) => row.map((count, predicted) => ({ actual, predicted, count })));
  const mixUps = cells.filter(({ actual, predicted, count }) => actual !== predicted && count > 0);
  const largest = Math.max(...mixUps.map(({ count }) => count), 0);
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const labels = [...matrix.keys()];
  const pairs = mixUps.sort((a, b) => b.count - a.count).slice(0, PAIRS);

  return markup`<section aria-labelledby="matrix-title">
<h2 id="matrix-title">Confusion matrix</h2>
<p class="soft">Rows are the true digit, columns are the predicted digit. Choose a cell to see the pictures behind it.</p>
<div class="side-by-side">
<div class="scroll"><table class="matrix">
<colgroup><col class="axis"><col class="label"></colgroup><colgroup span="${labels.length}"></colgroup><colgroup class="total"></colgroup>
<thead>
<tr><td colspan="2"></td><th colspan="${labels.length}" scope="colgroup" class="axis">predicted</th><td class="total"></td></tr>
<tr><td colspan="2"></td>${labels.map((label) => markup`<th scope="col">${label}</th>`)}<th scope="col" class="total">total</th></tr>
</thead>
<tbody>
${matrix.map(
  (row, actual) => markup`<tr>${
    actual === 0 ? markup`<th rowspan="${labels.length}" scope="rowgroup" class="axis"><span>true</span></th>` : null
  }<th scope="row">${actual}</th>${row.map((count, predicted) => cell(actual, predicted, count, largest))}<td class="total">${total(row)}</td></tr>
`,
)}</tbody>
<tfoot><tr class="total"><th scope="row" colspan="2">total</th>${labels.map((label) => markup`<td>${total(matrix.map((row) => row[label]))}</td>`)}<td>${total(matrix.flat())}</td></tr></tfoot>
</table></div>
<div><h3>Most frequent mix-ups</h3>
${
  pairs.length === 0
    ? markup`<p>None: every picture was read right.</p>`
    : markup`<ol class="pairs">${pairs.map(
        ({ actual, predicted, count }) =>
          markup`<li><button type="button" ${dataOf(actual, predicted, count)}><span><b>${actual}</b> read as <b>${predicted}</b></span><span class="swatch step${mistakeStep(count, largest)}">${count}</span></button></li>`,
      )}</ol>`
}</div>
</div>
</section>
`;
}

function cell(actual: number, predicted: number, count: number, largest: number): Markup {
  if (count === 0) return markup`<td class="zero"><span aria-hidden="true">·</span><span class="spoken">0</span></td>`;
  const isRight = actual === predicted;
  const name = `${count}: true ${actual}, predicted ${predicted}`;
  return markup`<td class="${isRight ? 'right' : `step${mistakeStep(count, largest)}`}"><button type="button" aria-label="${name}" ${dataOf(actual, predicted, count)}>${count}</button></td>`;
}

/** The attributes of a button from which the report's script fills the drawer. */
function dataOf(actual: number, predicted: number, count: number): Markup {
  return markup`aria-haspopup="dialog" data-true="${actual}" data-predicted="${predicted}" data-count="${count}"`;
}
