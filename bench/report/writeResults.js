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
 * Puts the new results into bench/results.json, in place of the old results of the same works, and
 * writes bench/RESULTS.md and its chart, bench/results.svg, from all results.
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
  writeFileSync(CHART, barChart(summaries.filter(({ work }) => /^(training|inference)( of \w+)? \(/.test(work))));
}
