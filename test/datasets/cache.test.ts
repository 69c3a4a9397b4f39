import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import type { Dataset } from '../../src/datasets/dataset.js';
import { openDataset, type OpenDatasetOptions } from '../../src/node/datasets/openDataset.js';
import {
  asFiles,
  draw,
  encodePng,
  encodeZip,
  readAll,
  SIDE,
  temporaryFolder,
  writeFiles,
} from '../support/datasetFixtures.js';

const folder = temporaryFolder();
const drawings = draw([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3);
let made = 0;
let source: string;
let cacheFolder: string;
let builds: number;

beforeEach(() => {
  source = writeFiles(join(folder, `${made}`), asFiles(drawings));
  cacheFolder = join(folder, `${made++}-cache`);
  builds = 0;
});

const open = (options: Partial<OpenDatasetOptions> = {}): Promise<Dataset> => {
  let counted = false;
  const onProgress = (): void => {
    if (!counted) builds++;
    counted = true;
  };
  return openDataset(source, { pipeline: 'classic', cacheFolder, onProgress, ...options });
};
const contents = (dataset: Dataset): string => {
  const text = JSON.stringify([[...readAll(dataset)], [...dataset.labels], dataset.splits, dataset.nameOf(29)]);
  dataset.close();
  return text;
};
const cacheFiles = (): string[] => readdirSync(join(cacheFolder, 'packed'));

describe('the packed cache', () => {
  it('is made once, and gives the same rows', async () => {
    const first = contents(await open());
    expect(contents(await open())).toBe(first);
    expect(builds).toBe(1);
  });

  it('is kept per pipeline', async () => {
    const classic = contents(await open());
    expect(contents(await open({ pipeline: 'normalised' }))).not.toBe(classic);
    expect(contents(await open())).toBe(classic);
    expect(builds).toBe(2);
    expect(cacheFiles()).toHaveLength(2);
  });

  it('notices a file that is changed, added or removed, and keeps no old copy', async () => {
    (await open()).close();
    writeFileSync(join(source, '0/0.png'), encodePng(drawings[29].pixels));
    utimesSync(join(source, '0/0.png'), 1_000_000_000, 1_000_000_000);
    expect(readAll(await open()).subarray(0, SIDE * SIDE)).not.toEqual(readAll(await open()).subarray(784, 1568));
    expect(builds).toBe(2);
    writeFileSync(join(source, '0/99.png'), encodePng(drawings[1].pixels));
    expect((await open()).length).toBe(31);
    rmSync(join(source, '5'), { recursive: true });
    expect((await open()).length).toBe(28);
    expect(builds).toBe(4);
    expect(cacheFiles()).toHaveLength(1);
  });

  it('is made again if it is truncated or any byte of it is wrong', async () => {
    const good = contents(await open());
    const file = join(cacheFolder, 'packed', cacheFiles()[0]);
    const bytes = readFileSync(file);
    const broken = [bytes.subarray(0, -1), bytes.subarray(0, 20), Buffer.alloc(0), Buffer.concat([bytes, bytes])];
    for (const at of [0, 9, 20, 25, 28, 5000, 28 + 784 * 30 + 3, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 1;
      broken.push(changed);
    }
    for (const [i, content] of broken.entries()) {
      writeFileSync(file, content);
      expect(contents(await open())).toBe(good);
      expect(builds).toBe(2 + i);
    }
  });

  it('survives being made twice at once', async () => {
    const both = await Promise.all([open(), open()]);
    expect(builds).toBe(2);
    expect(contents(both[0])).toBe(contents(both[1]));
    expect(cacheFiles()).toHaveLength(1);
  });

  it('clears away what a killed process left long ago', async () => {
    (await open()).close();
    const [old, recent] = ['.a.numdata.1.tmp', '.a.numdata.2.tmp'].map((name) => join(cacheFolder, 'packed', name));
    writeFileSync(old, 'x');
    utimesSync(old, 1_000_000_000, 1_000_000_000);
    writeFileSync(recent, 'x');
    (await open({ pipeline: 'normalised' })).close();
    expect(cacheFiles().filter((name) => name.endsWith('.tmp'))).toEqual(['.a.numdata.2.tmp']);
  });

  it('leaves nothing behind if the source is refused or the work is stopped', async () => {
    writeFiles(source, { 'ten/0.png': encodePng(drawings[0].pixels) });
    await expect(open()).rejects.toThrow(/"ten"/);
    rmSync(join(source, 'ten'), { recursive: true });
    const stop = new AbortController();
    stop.abort(new Error('stopped by the test'));
    await expect(open({ signal: stop.signal })).rejects.toThrow('stopped by the test');
    expect(cacheFiles()).toEqual([]);
  });

  it('is not needed: warns if the folder cannot be used', async () => {
    const good = contents(await open());
    writeFileSync(join(folder, `${made}-file`), '');
    const warnings: string[] = [];
    const onWarning = (message: string): void => void warnings.push(message);
    const dataset = await open({ cacheFolder: join(folder, `${made}-file`), onWarning });
    expect(contents(dataset)).toBe(good);
    expect(warnings).toEqual([expect.stringMatching(/cannot use the cache folder .*-file\/packed: .*NUMERIST_CACHE/)]);
  });

  it.skipIf(process.geteuid?.() !== 0)('is not needed: warns if it may not write to the folder', async () => {
    mkdirSync(cacheFolder);
    chmodSync(folder, 0o755);
    const warnings: string[] = [];
    process.seteuid?.(65534);
    try {
      const dataset = await open({ onWarning: (message) => void warnings.push(message) });
      expect(dataset.length).toBe(30);
      dataset.close();
    } finally {
      process.seteuid?.(0);
    }
    expect(warnings).toEqual([expect.stringMatching(/no permission/)]);
  });
});

describe('rows', () => {
  it('can be read in any order, twice, alone and not at all', async () => {
    const dataset = await open();
    const all = readAll(dataset);
    const rows = [7, 8, 9, 3, 3, 29, 0, 1, 10, 12, 11];
    const out = new Uint8Array(rows.length * 784 + 5).fill(9);
    dataset.readInputs(rows, out);
    rows.forEach((row, i) => {
      const [here, there] = [out.subarray(i * 784, (i + 1) * 784), all.subarray(row * 784, (row + 1) * 784)];
      expect(Buffer.from(here).equals(there)).toBe(true);
    });
    expect([...out.subarray(rows.length * 784)]).toEqual([9, 9, 9, 9, 9]);
    const shared = new Uint8Array(new SharedArrayBuffer(784));
    dataset.readInputs(Uint32Array.of(4), shared);
    expect([...shared]).toEqual([...all.subarray(4 * 784, 5 * 784)]);
    dataset.readInputs([], new Uint8Array(0));
    dataset.close();
  });

  it('must exist and fit into the output', async () => {
    const dataset = await open();
    for (const rows of [[30], [-1], [0.5], [29, 30]]) {
      expect(() => {
        dataset.readInputs(rows, new Uint8Array(2 * 784));
      }).toThrow(/row must be an integer 0 to 29/);
    }
    expect(() => {
      dataset.readInputs([1, 2], new Uint8Array(784));
    }).toThrow(/must have 1568 bytes for 2 rows. Received 784/);
    dataset.close();
  });
});

it('reports progress up to the end', async () => {
  const zip = join(folder, 'progress.zip');
  writeFileSync(zip, encodeZip(asFiles(drawings)));
  const seen: (number | null)[][] = [];
  const onProgress = ({ done, total }: { done: number; total: number | null }): void => void seen.push([done, total]);
  (await openDataset(zip, { pipeline: 'classic', cacheFolder, onProgress })).close();
  expect(seen.at(-1)).toEqual([30, 30]);
});
