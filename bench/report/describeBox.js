// @ts-check
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** @returns {string} load average of the last minute, of the last five and of the last fifteen */
export function loadAverage() {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(', ');
}

/**
 * When and how long, the machine, the rounds, the versions and what is missing, one line each.
 *
 * @param {{ date: Date, load: string }} before
 * @param {import('../arguments.js').BenchOptions} options
 * @param {import('../installed.js').Installed} installed
 */
export function describeBox({ date, load }, { rounds, threads, quick }, installed) {
  const [{ model }] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const minutes = Math.round((Date.now() - date.getTime()) / 60_000);
  return [
    `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC; ${minutes} minutes; load average before: ${load}; after: ${loadAverage()}`,
    `${model.trim()}, ${availableParallelism()} cores, ${gigabytes} GiB, ${type()} ${release()}`,
    `${rounds} rounds, ${threads} threads${quick ? '; --quick: short rounds, only to see whether it works' : ''}`,
    `versions: ${versions(installed)}`,
    `missing: ${installed.missing.length === 0 ? 'nothing' : installed.missing.join('; ')}`,
  ];
}

/** @param {import('../installed.js').Installed} installed */
function versions({ nodes, packages, modules }) {
  const found = [
    ...nodes.map(({ version }) => `Node ${version}`),
    ...Object.entries(packages).map(([name, version]) => version && `${name} ${version}`),
    ...Object.entries(modules).map(([name, module]) => module && `${name} ${module.version}`),
  ];
  return found.filter(Boolean).join(', ');
}
