// Numerist beside its peers: `node bench/run.js`. See `--help`.
// @ts-check
import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { readArguments, usage } from './arguments.js';
import { findInstalled } from './installed.js';
import { makeFolder } from './made/madeFolder.js';
import { describeBox, loadAverage } from './report/describeBox.js';
import { formatMeasured } from './report/formatMeasured.js';
import { writeResults } from './report/writeResults.js';
import { works } from './works/works.js';

/** @typedef {import('./works/work.js').Measured} Measured */

/** @param {readonly string[]} args */
async function run(args) {
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
  for (const [name, work] of Object.entries(works)) {
    if (options.only.length > 0 && !options.only.includes(name)) continue;
    const { rounds, quick, threads } = options;
    measured.push(...(await work({ installed, folder, rounds, quick, threads, say, measured })));
  }
  const box = describeBox(before, options);

  if (options.json)
    process.stdout.write(
      `${JSON.stringify(
        measured.flatMap(({ rows }) => rows),
        null,
        2,
      )}\n`,
    );
  else process.stdout.write(`${box.join('\n')}\n\n${formatMeasured(measured)}\n`);
  if (options.write) writeResults({ box, installed, measured });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await run(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof RangeError || error instanceof TypeError ? 2 : 1;
  }
}
