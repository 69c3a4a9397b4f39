import type { ConfusionMatrix } from '../../evaluation/confusionMatrix.js';
import { formatCount } from '../text/formatHeadline.js';
import { markup, Markup } from './markup.js';
import { mistakeRampStyle, mistakeStep } from './mistakeRamp.js';

const CELL = 52;
const LEFT = 64;
const TOP = 64;

const STYLE = new Markup(
  `.numerist-matrix{font-family:system-ui,sans-serif;font-size:16px;font-variant-numeric:tabular-nums;background:#fbf8f1}
.numerist-matrix text{fill:#55514a;text-anchor:middle}
.numerist-matrix .zero{fill:#f4f0e6}.numerist-matrix .right{fill:#e6e1d5}
.numerist-matrix .axis{font-size:15px}.numerist-matrix .legend{font-size:13px}
@media (prefers-color-scheme:dark){.numerist-matrix{background:#17181b}.numerist-matrix text{fill:#b3aea3}
.numerist-matrix .zero{fill:#1d1f23}.numerist-matrix .right{fill:#2c2f35}}
` +
    mistakeRampStyle(
      (step, cell, text) =>
        `.numerist-matrix .step${step}{fill:${cell}}.numerist-matrix .on${step}{fill:${text};font-weight:600}`,
    ),
);

export interface ConfusionMatrixSvgOptions {
  /** Text for screen readers and the tooltip. @default 'Confusion matrix' */
  readonly title?: string;
}

/**
 * The counts as a self-contained SVG document, light or dark as the reader's system prefers. Rows
 * are true digits, columns are predicted digits. Right answers are muted; mistakes are coloured by
 * their number.
 */
export function confusionMatrixSvg(matrix: ConfusionMatrix, options: ConfusionMatrixSvgOptions = {}): string {
  const title = options.title ?? 'Confusion matrix';
  const mistakes = matrix.flatMap((row, label) => row.filter((_, column) => column !== label));
  const largest = Math.max(...mistakes, 0);
  const total = mistakes.reduce((sum, count) => sum + count, 0);
  const side = matrix.length * CELL;
  const width = LEFT + side + 16;
  const height = TOP + side + 56;
  const label = (x: number, y: number, text: string | number) => markup`<text x="${x}" y="${y}">${text}</text>`;
  const middle = (index: number) => index * CELL + CELL / 2;

  const cells = matrix.map((row, i) =>
    row.map((count, j) => {
      const step = mistakeStep(count, largest);
      const cellClass = i === j ? 'right' : count === 0 ? 'zero' : `step${step}`;
      return markup`<rect class="${cellClass}" x="${LEFT + j * CELL + 1}" y="${TOP + i * CELL + 1}" width="${CELL - 2}" height="${CELL - 2}" rx="3"/>${
        count === 0
          ? null
          : markup`<text class="${i === j ? 'count' : `on${step}`}" x="${LEFT + middle(j)}" y="${TOP + middle(i) + 6}">${count}</text>`
      }`;
    }),
  );
  const legendY = TOP + side + 20;
  const legend = Array.from(
    { length: 7 },
    (_, index) =>
      markup`<rect class="step${index + 1}" x="${LEFT + 56 + index * 24}" y="${legendY}" width="24" height="14"/>`,
  );
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="numerist-matrix" role="img" aria-label="${title}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>${title}</title>
<desc>Rows are true digits, columns are predicted digits. ${formatCount(total)} mistakes; the largest cell off the diagonal holds ${largest}.</desc>
<style>${STYLE}</style>
<text class="axis" x="${LEFT + side / 2}" y="22">predicted</text>
<text class="axis" transform="translate(20 ${TOP + side / 2}) rotate(-90)">true</text>
${matrix.map((_, index) => [label(LEFT + middle(index), TOP - 12, index), label(LEFT - 18, TOP + middle(index) + 6, index)])}
${cells}
<text class="legend" x="${LEFT + 28}" y="${legendY + 12}">fewer</text>${legend}<text class="legend" x="${LEFT + 282}" y="${legendY + 12}">more mistakes</text>
</svg>
`.text;
}
