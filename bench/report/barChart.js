// @ts-check
import { median, spread } from '../race/statistics.js';
import { formatNumber } from './formatTable.js';

/** @typedef {import('../works/work.js').Measured} Measured */

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
 * Bars of the medians with the spread as a line, ours and of each family the best, the fastest first. No background: it is read in
 * light and in dark.
 *
 * @param {readonly Measured[]} measured works where more is better
 * @returns {string} an SVG document
 */
export function barChart(measured) {
  let top = 0;
  const charts = measured.map(({ work, results }) => {
    const bars = chosen(results);
    const longest = Math.max(...bars.map(({ values }) => spread(values)[1]));
    const scale = (WIDTH - LABEL - VALUE) / longest;
    const head = `<text class="title" x="0" y="${top + 20}">${escape(work)}</text>`;
    const lines = bars.map(({ contender, values }, i) => {
      const y = top + TITLE + i * ROW;
      const [least, most] = spread(values).map((value) => LABEL + value * scale);
      return [
        `<text x="${LABEL - 8}" y="${y + 13}" text-anchor="end">${escape(contender.name)}</text>`,
        `<rect class="${contender.side}" x="${LABEL}" y="${y + 2}" width="${(median(values) * scale).toFixed(1)}" height="14" />`,
        `<line class="spread" x1="${least.toFixed(1)}" x2="${most.toFixed(1)}" y1="${y + 9}" y2="${y + 9}" />`,
        `<text class="value" x="${(most + 6).toFixed(1)}" y="${y + 13}">${formatNumber(median(values))}</text>`,
      ].join('\n');
    });
    top += TITLE + bars.length * ROW + 10;
    return [head, ...lines].join('\n');
  });
  const names = measured.map(({ work }) => work).join(' and ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" role="img" aria-label="${escape(names)}">
<style>${STYLE}
</style>
${charts.join('\n')}
</svg>
`;
}

/** @param {Measured['results']} results */
function chosen(results) {
  const timed = results
    .filter(({ values }) => values.length > 0)
    .toSorted((a, b) => median(b.values) - median(a.values));
  return timed.filter(
    ({ contender: { side, family } }, i) =>
      side === 'ours' || timed.findIndex(({ contender }) => contender.family === family) === i,
  );
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
