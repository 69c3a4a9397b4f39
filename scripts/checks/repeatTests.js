// npm run test:repeat -- [--runs 10] [--busy 5]: builds once and runs the whole suite several
// times, the last `busy` of them beside two busy loops. Prints the closing line of each run, and
// ends with 1 if any of them failed. The output of a run is in runs/tests/<n>.log.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

import { numberOf, readOptions } from '../options.js';

const { values } = readOptions(import.meta.url, {
  options: { runs: { type: 'string', default: '10' }, busy: { type: 'string' } },
});
const runs = numberOf(import.meta.url, '--runs', values.runs);
const busy = numberOf(import.meta.url, '--busy', values.busy ?? String(Math.min(5, runs)), { least: 0, most: runs });
const BUSY_LOOPS = 2;
/** A loop that ends with this process, however that ends. */
const BUSY = 'const { ppid } = process; while (process.ppid === ppid);';
const FOLDER = 'runs/tests';
mkdirSync(FOLDER, { recursive: true });

await runStep('build', ['npm', 'run', 'build']);
await runStep('site', ['npm', 'run', 'build:site']);
let failed = 0;
for (let run = 1; run <= runs; run++) {
  const isBusy = run > runs - busy;
  const loops = Array.from({ length: isBusy ? BUSY_LOOPS : 0 }, () => spawn(process.execPath, ['-e', BUSY]));
  const begin = performance.now();
  const code = await runStep(String(run), ['npx', 'vitest', 'run']).finally(() => {
    for (const loop of loops) loop.kill('SIGKILL');
  });
  if (code !== 0) failed++;
  const closing = readFileSync(`${FOLDER}/${run}.log`, 'utf8').trimEnd().split('\n').at(-1);
  const seconds = Math.round((performance.now() - begin) / 1000);
  console.log(`run ${run}${isBusy ? `, beside ${BUSY_LOOPS} busy loops` : ''}: ${closing} (${seconds} s)`);
}
process.exitCode = failed === 0 ? 0 : 1;

/**
 * Runs a command with its output in a file, and returns its exit code. There is no limit of time: a
 * test that hangs is ended by its own limit.
 *
 * @param {string} name
 * @param {readonly string[]} command
 */
async function runStep(name, [program = '', ...args]) {
  const log = createWriteStream(`${FOLDER}/${name}.log`);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const [code] = await once(child, 'close');
  log.end();
  await once(log, 'finish');
  return Number(code ?? 1);
}
