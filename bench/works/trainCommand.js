// @ts-check
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const PROGRAM = new URL('../../dist/cli/bin.js', import.meta.url).pathname;
const REPORT_MEMORY = new URL('../contenders/reportMemory.js', import.meta.url).href;

/**
 * Runs `numerist train` for one epoch in a process of its own, as a user would.
 *
 * @param {string} node its path
 * @param {string} folder for what it leaves behind
 * @param {{ data: string, threads: number, cache: string, all?: boolean }} options all: hold no images back
 * @returns {Promise<{ megabytes: number, seconds: number, imagesPerSecond: number }>} most memory ever resident; the epoch's time
 */
export async function trainCommand(node, folder, { data, threads, cache, all = false }) {
  const runs = mkdtempSync(join(folder, 'runs-'));
  const memory = join(runs, 'memory.txt');
  try {
    const source = ['--data', data, '--preprocessing', 'classic', ...(all ? ['--validation', '0', '--test', '0'] : [])];
    const args = ['--import', REPORT_MEMORY, PROGRAM, 'train', ...source, '--epochs', '1'];
    await promisify(execFile)(node, [...args, '--runs', runs, '--threads', String(threads)], {
      env: { ...process.env, BENCH_MEMORY: memory, NUMERIST_CACHE: cache },
    });
    const run = readdirSync(runs).find((name) => name !== 'memory.txt') ?? '';
    const [epoch] = readFileSync(join(runs, run, 'metrics.jsonl'), 'utf8').split('\n');
    const { seconds, imagesPerSecond } = JSON.parse(epoch);
    return { megabytes: Number(readFileSync(memory, 'utf8')), seconds, imagesPerSecond };
  } finally {
    rmSync(runs, { recursive: true, force: true });
  }
}
