// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { barChart } from './barChart.js';
import { formatResults } from './formatResults.js';
import { mergeResults } from './mergeResults.js';

/** @typedef {import('./mergeResults.js').KeptWork} KeptWork */

const KEPT = new URL('../results.json', import.meta.url);
const RESULTS = new URL('../RESULTS.md', import.meta.url);
const CHART = new URL('../results.svg', import.meta.url);

/**
 * Puts what was measured into bench/results.json, in the place of what was known about these works, and writes
 * bench/RESULTS.md and the chart in it, bench/results.svg, from all that is known.
 *
 * @param {readonly KeptWork[]} fresh
 * @param {readonly string[]} order names of all works
 */
export function writeResults(fresh, order) {
  const kept = /** @type {KeptWork[]} */ (existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : []);
  const works = mergeResults(kept, fresh, order);
  writeFileSync(KEPT, `${JSON.stringify(works, null, 1)}\n`);
  writeFileSync(RESULTS, formatResults(works));
  const summaries = works.flatMap(({ measured }) => measured);
  writeFileSync(CHART, barChart(summaries.filter(({ work }) => /^(training|inference) \(/.test(work))));
}
