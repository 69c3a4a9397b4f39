// @ts-check
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openDataset } from '../../dist/node/index.js';
import { newestNode } from '../contenderOf.js';
import { writeIdx } from '../made/madePictures.js';
import { formatNumber } from '../report/formatTable.js';
import { trainCommand } from './trainCommand.js';

const SIZES = [1000, 10_000, 100_000, 1_000_000];
const THREADS = [1, 2, 4];

/** @typedef {import('../race/rows.js').Row} Row */

/**
 * The cost of more images: reading them once, then the time of an epoch and the peak memory, on 1,
 * 2 and 4 threads. Generated data, one run each, with the defaults of `numerist train`. Needs 1.7
 * GB of disk for a million images.
 *
 * @type {import('./work.js').Work}
 */
export async function scale({ installed, folder, quick, say }) {
  const node = newestNode(installed);
  const work = 'cost of more images';
  say(work);
  /** @type {Row[]} */
  const rows = [];
  /** @type {string[][]} */
  const cells = [];
  /** @param {string} what @param {number | null} threads @param {number} ours */
  const add = (what, threads, ours) => {
    const batch = threads === null ? null : 128;
    const none = { peer: null, peerName: null, ratio: null, spread: /** @type {[number, number]} */ ([ours, ours]) };
    rows.push({ work: what, variant: null, node: node.version, threads, batch, ours, ...none });
  };
  for (const size of quick ? SIZES.slice(0, 2) : SIZES) {
    const images = `${size.toLocaleString('en')} images`;
    const data = join(folder, 'idx');
    const cache = join(folder, 'cache-idx');
    writeIdx(data, folder, size);
    const started = performance.now();
    const dataset = await openDataset(data, { pipeline: 'classic', cacheFolder: cache });
    dataset.close();
    const reading = (performance.now() - started) / 1000;
    add(`reading ${images} for the first time (s)`, null, reading);
    for (const threads of THREADS) {
      say(`  ${images}, ${threads} threads`);
      const { megabytes, seconds, imagesPerSecond } = await trainCommand(node.path, folder, {
        ...{ data, threads, cache, all: true },
      });
      add(`epoch of ${images} (s)`, threads, seconds);
      add(`training on ${images} by command (images/s)`, threads, imagesPerSecond);
      add(`most memory with ${images} (MB)`, threads, megabytes);
      const numbers = [reading, threads, seconds, imagesPerSecond, megabytes].map(formatNumber);
      cells.push([size.toLocaleString('en'), ...numbers]);
    }
    rmSync(data, { recursive: true });
    rmSync(cache, { recursive: true });
  }
  const head = ['images', 'read once (s)', 'threads', 'epoch (s)', 'images/s', 'most memory (MB)'];
  return [{ work: `${work}, Node ${node.version}`, results: [], rows, table: { head, cells } }];
}
