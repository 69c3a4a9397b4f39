import { join } from 'node:path';
import { Writable } from 'node:stream';

import { Command } from 'commander';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { dataCommand } from '../../src/cli/data.js';
import { asFiles, draw, encodePng, temporaryFolder, writeFiles } from '../support/datasetFixtures.js';

const folder = temporaryFolder();
const drawings = draw([1, 2], 2);
const source = writeFiles(join(folder, 'digits'), {
  ...asFiles(drawings, 'train/'),
  ...asFiles(draw([2], 1), 'test/'),
  'train/1/broken.png': encodePng(drawings[0].pixels).subarray(0, 50),
});
const kept = process.env['NUMERIST_CACHE'];
beforeAll(() => {
  process.env['NUMERIST_CACHE'] = join(folder, 'cache');
});
afterAll(() => {
  if (kept === undefined) delete process.env['NUMERIST_CACHE'];
  else process.env['NUMERIST_CACHE'] = kept;
});

async function runData(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const text = { stdout: '', stderr: '' };
  const collect = (name: keyof typeof text): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        text[name] += chunk.toString();
        done();
      },
    });
  const terminal = { stdin: process.stdin, stdout: collect('stdout'), stderr: collect('stderr'), env: {} };
  await new Command('numerist').addCommand(dataCommand(terminal)).parseAsync(['data', ...args], { from: 'user' });
  return text;
}

describe('numerist data', () => {
  it('lists the catalogue as a table and as JSON', async () => {
    const table = await runData();
    expect(table.stderr).toBe('');
    expect(table.stdout).toMatch(
      /^name +images +download +licence +present +source\nmnist +70,000 +11\.6 MB +CC BY-SA 3\.0 +yes /,
    );
    expect(table.stdout).toMatch(/jc-digits +107,730 +unknown +CC BY-SA 4\.0 +no /);
    const json = await runData('--json');
    const { datasets } = JSON.parse(json.stdout) as { datasets: { name: string; path: string | null }[] };
    expect(datasets.map(({ name, path }) => [name, path === null])).toEqual([
      ['mnist', false],
      ['emnist', true],
      ['jc-digits', true],
    ]);
  });

  it('shows the contents of a data set', async () => {
    const { stdout } = await runData('show', source);
    expect(stdout).toMatch(/format {3}folder\nimages {3}5\n/);
    expect(stdout).toMatch(/digit +images +train +test\n/);
    expect(stdout).toMatch(/\n1 +2 +2 +0\n2 +3 +2 +1\n/);
    expect(stdout).toMatch(/\nall +5 +4 +1\n/);
    expect(stdout).toMatch(/1 file could not be read:\n {2}train\/1\/broken\.png: /);
  });

  it('shows them as JSON', async () => {
    const { stdout } = await runData('show', source, '--json');
    const shown = JSON.parse(stdout) as Record<string, unknown>;
    expect(shown).toMatchObject({
      source,
      format: 'folder',
      images: 5,
      blank: 0,
      classes: [0, 2, 3, 0, 0, 0, 0, 0, 0, 0],
    });
    expect(shown['splits']).toEqual({
      train: { images: 4, classes: [0, 2, 2, 0, 0, 0, 0, 0, 0, 0] },
      test: { images: 1, classes: [0, 0, 1, 0, 0, 0, 0, 0, 0, 0] },
    });
  });

  it('fails on a skipped file with --strict, on a missing path and on an unknown name', async () => {
    await expect(runData('show', source, '--strict')).rejects.toThrow(/train\/1\/broken\.png cannot be read/);
    await expect(runData('show', join(folder, 'nowhere'))).rejects.toThrow(/nowhere: no such file or folder/);
    await expect(runData('fetch', 'nope')).rejects.toThrow(/one of mnist, emnist, jc-digits/);
  });
});
