// @ts-check
import { median, spread } from '../race/statistics.js';
import { formatNumber, formatTable } from './formatTable.js';
import { verdict } from './goals.js';

/** @typedef {import('../works/work.js').Measured} Measured */
/** @typedef {import('../race/rows.js').Row} Row */

/**
 * Each work with its rows and, below them, all who took part: in Markdown, which reads well as it is.
 *
 * @param {readonly Measured[]} measured
 */
export function formatMeasured(measured) {
  return measured
    .map(({ work, rows, results }) => `## ${capital(work)}\n\n${ratios(rows)}${everybody(results)}`)
    .join('\n');
}

/** @param {readonly Row[]} rows */
function ratios(rows) {
  if (rows.length === 0) return 'Nothing of ours could be measured.\n';
  const head = ['ours', 'threads', 'batch', 'value', 'peer', 'its value', 'ratio', 'spread', 'goal'];
  const right = [false, true, true, true, false, true, true, true, false];
  const cells = rows.map((row) => [
    [row.variant, row.node && (/^\d/.test(row.node) ? `Node ${row.node}` : row.node)].filter(Boolean).join(', ') || '-',
    cell(row.threads),
    cell(row.batch),
    formatNumber(row.ours),
    row.peerName ?? '-',
    cell(row.peer),
    row.ratio === null ? '-' : row.ratio.toFixed(2),
    row.spread.map((value) => (row.ratio === null ? formatNumber(value) : value.toFixed(2))).join(' - '),
    verdict(row),
  ]);
  return `${formatTable(head, cells, right)}\n`;
}

/** @param {Measured['results']} results */
function everybody(results) {
  if (results.every(({ contender, failure }) => contender.side === 'ours' && failure === null)) return '';
  const cells = results.map(({ contender, values, failure }) => [
    contender.name.replaceAll('|', '/'),
    values.length === 0 ? '-' : formatNumber(median(values)),
    values.length === 0 ? '-' : spread(values).map(formatNumber).join(' - '),
    String(values.length),
    (failure ?? '').replaceAll(/[|\n]/g, ' '),
  ]);
  const head = ['contender', 'median', 'spread', 'rounds', 'not timed because'];
  return `\n${formatTable(head, cells, [false, true, true, true, false])}\n`;
}

/** @param {number | null} value */
function cell(value) {
  return value === null ? '-' : formatNumber(value);
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
