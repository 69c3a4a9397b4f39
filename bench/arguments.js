// @ts-check
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} BenchOptions
 * @property {readonly string[]} only works to run; empty: all of them
 * @property {number} rounds
 * @property {number} threads
 * @property {boolean} quick
 * @property {boolean} json
 * @property {boolean} write
 * @property {boolean} help
 */

export const usage = `Usage: node bench/run.js [options]      (after: npm run build, npm ci --prefix bench)

  --only <works>   names, separated by commas
  --rounds <n>     rounds of each contender (7; 3 with --quick)
  --threads <n>    threads of each contender that can use them (2, or 1 on one core)
  --quick          shorter rounds and fewer contenders, to check that it works
  --json           rows {work, variant, node, threads, batch, ours, peer, peerName, ratio, spread} on stdout
  --write          writes the results to bench/RESULTS.md and results.svg; other works keep theirs
`;

/**
 * Throws TypeError for an unknown option and RangeError for a value that makes no sense.
 *
 * @param {readonly string[]} args
 * @param {readonly string[]} works names that --only may give
 * @returns {BenchOptions}
 */
export function readArguments(args, works) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: '' },
      rounds: { type: 'string' },
      threads: { type: 'string', default: String(Math.min(2, availableParallelism())) },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const only = values.only.split(',').filter((name) => name !== '');
  for (const name of only) {
    if (!works.includes(name)) throw new RangeError(`--only must name some of ${works.join(', ')}. Received ${name}.`);
  }
  return {
    ...{ only, quick: values.quick, json: values.json, write: values.write, help: values.help },
    rounds: count('--rounds', values.rounds ?? (values.quick ? '3' : '7')),
    threads: count('--threads', values.threads),
  };
}

/** @param {string} option @param {string} text */
function count(option, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new RangeError(`${option} must be a whole number above 0. Received ${text}.`);
  return Number(text);
}
