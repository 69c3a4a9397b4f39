import { markup, Markup, type MarkupPart } from './markup.js';

/** One axis: the values at its ends and its labelled ticks. */
export interface ChartAxis {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
}

export interface ChartFrame {
  readonly title: string;
  /** What the chart shows, in words and figures, for readers who cannot see it. */
  readonly description: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
}

const WIDTH = 440;
const HEIGHT = 300;
const PLOT = { left: 78, right: 412, top: 16, bottom: 240 };

const STYLE =
  new Markup(`.numerist-chart{font-family:system-ui,sans-serif;font-size:15px;font-variant-numeric:tabular-nums}
.numerist-chart text{fill:#55514a}.numerist-chart .grid{stroke:#ddd7c9}
.numerist-chart .line{fill:none;stroke:#1f4f96;stroke-width:2.25;stroke-linejoin:round}
.numerist-chart .ideal{stroke:#79746a;stroke-dasharray:1 5;stroke-width:2.25;stroke-linecap:round}
.numerist-chart .range{stroke:#1f4f96;stroke-width:1.5;opacity:.55}.numerist-chart .dot{fill:#1f4f96}
@media (prefers-color-scheme:dark){.numerist-chart text{fill:#b3aea3}.numerist-chart .grid{stroke:#33363c}
.numerist-chart .line,.numerist-chart .range{stroke:#8db6f2}.numerist-chart .ideal{stroke:#9a958b}.numerist-chart .dot{fill:#8db6f2}}`);

/**
 * An SVG document with two axes; `draw` gets functions from values to pixels and returns the
 * contents of the plot.
 */
export function chartFrame(
  { title, description, x: across, y: up }: ChartFrame,
  draw: (x: (value: number) => string, y: (value: number) => string) => MarkupPart,
): string {
  const x = (value: number): string =>
    (PLOT.left + ((value - across.low) / (across.high - across.low)) * (PLOT.right - PLOT.left)).toFixed(1);
  const y = (value: number): string =>
    (PLOT.bottom - ((value - up.low) / (up.high - up.low)) * (PLOT.bottom - PLOT.top)).toFixed(1);
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="numerist-chart" role="img" aria-label="${title}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">
<title>${title}</title>
<desc>${description}</desc>
<style>${STYLE}</style>
${up.ticks.map((tick) => markup`<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(tick)}" y2="${y(tick)}"/><text text-anchor="end" x="${PLOT.left - 8}" y="${(Number(y(tick)) + 5).toFixed(1)}">${up.format(tick)}</text>`)}
${across.ticks.map((tick) => markup`<text text-anchor="middle" x="${x(tick)}" y="${PLOT.bottom + 22}">${across.format(tick)}</text>`)}
<text text-anchor="middle" x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 46}">${across.name}</text>
<text text-anchor="middle" transform="translate(14 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)">${up.name}</text>
${draw(x, y)}
</svg>
`.text;
}
