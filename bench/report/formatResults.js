// @ts-check
import { formatGoals, formatSummaries } from './formatSummaries.js';

/** @typedef {import('./mergeResults.js').KeptWork} KeptWork */

/**
 * bench/RESULTS.md: the runs in which the works were measured, the goals, then the works under
 * their runs.
 *
 * @param {readonly KeptWork[]} works
 */
export function formatResults(works) {
  const runs = [...new Map(works.map(({ run }) => [run[0], run])).values()].toSorted().reverse();
  const list = runs.map(([time, ...lines]) => [`- ${time}`, ...lines.map((line) => `  - ${line}`)].join('\n'));
  const goals = formatGoals(works.flatMap(({ measured }) => measured.flatMap(({ rows }) => rows)));
  const sections = works.map(({ run, measured }) => formatSummaries(measured, `Run of ${run[0].split(';')[0]}.`));
  return `# Results

Written by \`node bench/run.js --write\`, which keeps the results that it does not measure again; what is measured, and how, is in
[README.md](README.md). Works of different runs are not to be compared.

${list.join('\n')}

![Training and inference beside the peers](results.svg)

${[...(goals === '' ? [] : [`## What was to be reached\n\n${goals}`]), ...sections].join('\n\n')}
`;
}
