// @ts-check
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** @returns {string} load average of the last minute, of the last five and of the last fifteen */
export function loadAverage() {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(', ');
}

/**
 * The machine and the circumstances of a run, one line each.
 *
 * @param {{ date: Date, load: string }} before
 * @param {import('../arguments.js').BenchOptions} options
 */
export function describeBox({ date, load }, { rounds, threads, quick }) {
  const [{ model }] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const minutes = Math.round((Date.now() - date.getTime()) / 60_000);
  return [
    `- ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${minutes} minutes; load average before: ${load}; after: ${loadAverage()}`,
    `- ${model.trim()}, ${availableParallelism()} cores, ${gigabytes} GiB, ${type()} ${release()}`,
    `- ${rounds} rounds, ${threads} threads${quick ? '; --quick: short rounds, only to see whether it works' : ''}`,
  ];
}
