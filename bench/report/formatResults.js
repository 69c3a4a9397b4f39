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
  const list = runs.map(([time, ...lines]) =>
    [`- ${time}`, ...lines.map((line) => wrapped(`  - ${line}`, '    '))].join('\n'),
  );
  const goals = formatGoals(works.flatMap(({ measured }) => measured.flatMap(({ rows }) => rows)));
  const sections = works.map(({ run, measured }) => formatSummaries(measured, `Run of ${run[0].split(';')[0]}.`));
  return `# Results

Written by \`node bench/run.js --write\`, which keeps the results it does not measure again.
[README.md](README.md) says what is measured, and how. Do not compare results of different runs.

${list.join('\n')}

![Training and inference beside the peers](results.svg)

${[...(goals === '' ? [] : [`## Goals\n\n${goals}`]), ...sections].join('\n\n')}
`;
}

/**
 * Lines of at most 100 columns; all but the first begin with `indent`.
 *
 * @param {string} text
 * @param {string} indent
 */
function wrapped(text, indent) {
  const lines = [''];
  for (const word of text.split(/(?<=\S) /)) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + 1 + word.length > 100) lines.push(indent + word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n');
}
