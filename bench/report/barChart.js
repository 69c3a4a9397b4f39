// @ts-check
import { formatNumber } from './formatTable.js';

/** @typedef {import('./summarise.js').Summary} Summary */

const [WIDTH, LABEL, VALUE, ROW, TITLE] = [720, 330, 70, 20, 34];

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 14px }
  .value { font-variant-numeric: tabular-nums }
  .ours { fill: #0969da } .peer { fill: #8c959f } .spread { stroke: #24292f }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .ours { fill: #4493f8 } .peer { fill: #6e7681 } .spread { stroke: #e6edf3 }
  }`;

/**
 * Bars of the medians with the spread as a line: ours and the best of each family, the fastest
 * first. It has no background, so that it suits light and dark pages.
 *
 * @param {readonly Summary[]} summaries works where more is better
 * @returns {string} an SVG document
 */
export function barChart(summaries) {
  let top = 0;
  const charts = summaries.map(({ work, contenders }) => {
    const bars = chosen(contenders);
    const longest = Math.max(...bars.map(({ spread }) => spread[1]));
    const scale = (WIDTH - LABEL - VALUE) / longest;
    const head = `<text class="title" x="0" y="${top + 20}">${escape(work)}</text>`;
    const lines = bars.map(({ name, side, median, spread }, i) => {
      const y = top + TITLE + i * ROW;
      const [least, most] = spread.map((value) => LABEL + value * scale);
      return [
        `<text x="${LABEL - 8}" y="${y + 13}" text-anchor="end">${escape(name)}</text>`,
        `<rect class="${side}" x="${LABEL}" y="${y + 2}" width="${(median * scale).toFixed(1)}" height="14" />`,
        `<line class="spread" x1="${least.toFixed(1)}" x2="${most.toFixed(1)}" y1="${y + 9}" y2="${y + 9}" />`,
        `<text class="value" x="${(most + 6).toFixed(1)}" y="${y + 13}">${formatNumber(median)}</text>`,
      ].join('\n');
    });
    top += TITLE + bars.length * ROW + 10;
    return [head, ...lines].join('\n');
  });
  const names = summaries.map(({ work }) => work).join(' and ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" role="img" aria-label="${escape(names)}">
<style>${STYLE}
</style>
${charts.join('\n')}
</svg>
`;
}

/** @param {Summary['contenders']} contenders */
function chosen(contenders) {
  const timed = contenders
    .flatMap(({ median, spread, ...about }) => (median === null || spread === null ? [] : { ...about, median, spread }))
    .toSorted((a, b) => b.median - a.median);
  return timed.filter(
    ({ side, family }, i) => side === 'ours' || timed.findIndex((other) => other.family === family) === i,
  );
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
