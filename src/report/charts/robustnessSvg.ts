import { formatPercent } from '../text/formatPercent.js';
import { markup, Markup } from './markup.js';
import { nameOfShift, type Robustness } from '../../evaluation/robustness/robustness.js';

const WIDTH = 640;
const ROW = 24;
/** Extra space above the first strength of a shift. */
const GAP = 10;
const PLOT = { left: 250, right: 610, top: 34 };

const STYLE =
  new Markup(`.numerist-shifts{font-family:system-ui,sans-serif;font-size:14px;font-variant-numeric:tabular-nums}
.numerist-shifts text{fill:#55514a}.numerist-shifts .grid{stroke:#ddd7c9}
.numerist-shifts .range{stroke:#1f4f96;stroke-width:3;opacity:.45;stroke-linecap:round}.numerist-shifts .dot{fill:#1f4f96}
.numerist-shifts .plain{stroke:#79746a;stroke-dasharray:1 5;stroke-width:2.25;stroke-linecap:round}
@media (prefers-color-scheme:dark){.numerist-shifts text{fill:#b3aea3}.numerist-shifts .grid{stroke:#33363c}
.numerist-shifts .range{stroke:#8db6f2}.numerist-shifts .dot{fill:#8db6f2}.numerist-shifts .plain{stroke:#9a958b}}`);

/**
 * The share of right answers under every shift as a self-contained SVG document: one row per shift
 * and strength, with a dot and its 95 % interval, and a dotted line at the score on the unchanged
 * pictures. All rows share one axis, which starts at a whole tenth, 0 or above.
 */
export function robustnessSvg({ shifts, n }: Robustness): string {
  const low = Math.max(0, Math.floor(10 * Math.min(...shifts.map(({ interval }) => interval[0]), 0.9)) / 10);
  const x = (share: number): string => (PLOT.left + ((share - low) / (1 - low)) * (PLOT.right - PLOT.left)).toFixed(1);
  let y = PLOT.top - ROW / 2;
  const rows = shifts.map((score, i) => {
    y += ROW + (i > 0 && shifts[i - 1].shift !== score.shift ? GAP : 0);
    const [from, to] = score.interval;
    return markup`<g><title>${nameOfShift(score)}: ${formatPercent(score.accuracy)}, ${score.errors} errors</title><text text-anchor="end" x="${PLOT.left - 14}" y="${y + 5}">${nameOfShift(score)}</text><line class="range" x1="${x(from)}" x2="${x(to)}" y1="${y}" y2="${y}"/><circle class="dot" cx="${x(score.accuracy)}" cy="${y}" r="4"/></g>
`;
  });
  const bottom = y + ROW / 2;
  const steps = Math.round((1 - low) * 10);
  const every = steps > 5 ? 2 : 1;
  const ticks = Array.from({ length: Math.floor(steps / every) + 1 }, (_, i) => 1 - (i * every) / 10);
  const plain = shifts[0];
  const worst = shifts.reduce((least, score) => (score.accuracy < least.accuracy ? score : least));
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="numerist-shifts" role="img" aria-label="Right answers under stated shifts" viewBox="0 0 ${WIDTH} ${bottom + 34}" width="${WIDTH}" height="${bottom + 34}">
<title>Right answers under stated shifts</title>
<desc>Of ${n} pictures ${formatPercent(plain.accuracy)} are read right as they are; the lowest is ${formatPercent(worst.accuracy)}, under ${nameOfShift(worst)}.</desc>
<style>${STYLE}</style>
${ticks.map((tick) => markup`<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${PLOT.top - 6}" y2="${bottom}"/><text text-anchor="middle" x="${x(tick)}" y="${bottom + 22}">${(tick * 100).toFixed(0)} %</text>`)}
<line class="plain" x1="${x(plain.accuracy)}" x2="${x(plain.accuracy)}" y1="${PLOT.top - 6}" y2="${bottom}"/>
${rows}</svg>
`.text;
}
