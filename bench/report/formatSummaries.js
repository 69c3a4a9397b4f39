// @ts-check
import { formatNumber, formatTable } from './formatTable.js';
import { verdict } from './goals.js';

/** @typedef {import('./summarise.js').Summary} Summary */
/** @typedef {import('../race/rows.js').Row} Row */

/**
 * Each work with its rows and all contenders, in Markdown, which also reads well as plain text.
 *
 * @param {readonly Summary[]} summaries
 * @param {string} [note] under each heading
 */
export function formatSummaries(summaries, note = '') {
  const works = summaries.map(({ work, rows, contenders, table }) => {
    const tables = [
      note,
      table === undefined
        ? formatRows(rows)
        : formatTable(
            table.head,
            table.cells,
            table.head.map(() => true),
          ),
      formatContenders(contenders),
    ];
    return [`## ${capital(work)}`, ...tables.filter((text) => text !== '')].join('\n\n');
  });
  return works.join('\n\n');
}

/**
 * The rows that have a goal, and whether they reached it; '' if there are none.
 *
 * @param {readonly Row[]} rows
 */
export function formatGoals(rows) {
  const cells = rows
    .map((row) => ({ row, reached: verdict(row) }))
    .filter(({ reached }) => reached !== '')
    .map(({ row, reached }) => [row.work, oursOf(row), formatNumber(row.ours), ...comparisonOf(row), reached]);
  if (cells.length === 0) return '';
  const head = ['work', 'ours', 'value', 'peer', 'its value', 'ratio', 'spread', 'goal'];
  return formatTable(head, cells, [false, false, true, false, true, true, true, false]);
}

/** @param {readonly Row[]} rows */
function formatRows(rows) {
  if (rows.length === 0) return 'Nothing of ours could be measured.';
  const about = (/** @type {Row} */ row) => [oursOf(row), cell(row.threads), cell(row.batch), formatNumber(row.ours)];
  if (rows.every(({ peer }) => peer === null)) {
    const cells = rows.map((row) => [...about(row), row.spread.map(formatNumber).join(' - ')]);
    return formatTable(['ours', 'threads', 'batch', 'value', 'spread'], cells, [false, true, true, true, true]);
  }
  const head = ['ours', 'threads', 'batch', 'value', 'peer', 'its value', 'ratio', 'spread'];
  const cells = rows.map((row) => [...about(row), ...comparisonOf(row)]);
  return formatTable(head, cells, [false, true, true, true, false, true, true, true]);
}

/** Every contender, where a peer took part or somebody could not. @param {Summary['contenders']} contenders */
function formatContenders(contenders) {
  if (contenders.every(({ side, failure }) => side === 'ours' && failure === null)) return '';
  const cells = contenders.map(({ name, median, spread, rounds, failure }) => [
    name,
    cell(median),
    spread === null ? '-' : spread.map(formatNumber).join(' - '),
    String(rounds),
    (failure ?? '').replaceAll('|', '/'),
  ]);
  const head = ['contender', 'median', 'spread', 'rounds', 'not timed because'];
  return formatTable(head, cells, [false, true, true, true, false]);
}

/** @param {Row} row */
function oursOf({ variant, node }) {
  const runtime = node !== null && /^\d/.test(node) ? `Node ${node}` : node;
  return [variant, runtime].filter((part) => part !== null).join(', ') || '-';
}

/** @param {Row} row peer, its value, ratio and spread */
function comparisonOf({ peerName, peer, ratio, spread: range }) {
  if (ratio === null) return ['-', '-', '-', range.map(formatNumber).join(' - ')];
  return [peerName ?? '-', cell(peer), formatRatio(ratio), range.map(formatRatio).join(' - ')];
}

/** @param {number} ratio */
function formatRatio(ratio) {
  return ratio < 0.1 ? String(Number(ratio.toPrecision(2))) : ratio.toFixed(2);
}

/** @param {number | null} value */
function cell(value) {
  return value === null ? '-' : formatNumber(value);
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
