// node bench/run.js: measures Numerist against its peers. See `--help`.
// @ts-check
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { readArguments, usage } from './arguments.js';
import { findInstalled } from './installed.js';
import { makeFolder } from './made/madeFolder.js';
import { describeBox, loadAverage } from './report/describeBox.js';
import { formatGoals, formatSummaries } from './report/formatSummaries.js';
import { summarise } from './report/summarise.js';
import { writeResults } from './report/writeResults.js';
import { works } from './works/works.js';

/** @typedef {import('./works/work.js').Measured} Measured */
/** @typedef {import('./report/summarise.js').Summary} Summary */

/** @param {readonly string[]} args */
async function bench(args) {
  const options = readArguments(args, Object.keys(works));
  if (options.help) {
    process.stdout.write(`${usage}\nWorks: ${Object.keys(works).join(', ')}\n`);
    return;
  }
  const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);
  const installed = findInstalled();
  for (const line of installed.missing) say(`missing: ${line}`);
  const [load] = loadavg();
  if (load > 0.3)
    say(`other programs use this machine (load average ${load.toFixed(2)}): what follows is not worth keeping`);
  const folder = makeFolder();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));

  const before = { date: new Date(), load: loadAverage() };
  /** @type {Measured[]} */
  const measured = [];
  /** @type {{ name: string, measured: Summary[] }[]} */
  const summaries = [];
  for (const [name, work] of Object.entries(works)) {
    if (options.only.length > 0 && !options.only.includes(name)) continue;
    const { rounds, quick, threads } = options;
    const found = await work({ installed, folder, rounds, quick, threads, say, measured });
    measured.push(...found);
    summaries.push({ name, measured: found.map(summarise) });
  }
  const run = describeBox(before, options, installed);

  const rows = measured.flatMap((found) => found.rows);
  if (options.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else {
    const goals = formatGoals(rows);
    const text = [
      run.map((line) => `- ${line}`).join('\n'),
      ...(goals === '' ? [] : [`## What was to be reached\n\n${goals}`]),
      formatSummaries(summaries.flatMap((work) => work.measured)),
    ];
    process.stdout.write(`${text.join('\n\n')}\n`);
  }
  if (options.write) {
    const fresh = summaries.map((work) => ({ ...work, run }));
    writeResults(fresh, Object.keys(works));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await bench(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof RangeError || error instanceof TypeError ? 2 : 1;
  }
}
