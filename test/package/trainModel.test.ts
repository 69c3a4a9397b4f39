import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../src/node/models/loadModel.js';
import { temporaryFolder } from '../support/datasetFixtures.js';
import { writeMadeIdx } from '../support/madeIdx.js';

const root = new URL('../..', import.meta.url).pathname;
const folder = temporaryFolder();
const data = writeMadeIdx(join(folder, 'data'), 400, 50);
const groups = join(folder, 'writers.txt');
writeFileSync(groups, Array.from({ length: 400 }, (_, row) => `${row % 20}\n`).join(''));

function trainModel(...args: string[]): string {
  const places = [
    '--data',
    data,
    '--groups',
    groups,
    '--runs',
    join(folder, 'runs'),
    '--models',
    join(folder, 'models'),
  ];
  return execFileSync(process.execPath, ['scripts/models/trainModel.js', ...args, ...places], {
    cwd: root,
    env: { ...process.env, NUMERIST_CACHE: join(folder, 'cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).toString();
}
const written = (): string[] =>
  readdirSync(join(folder, 'runs'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('metrics.jsonl'))
    .map((name) => `${name} ${statSync(join(folder, 'runs', name)).mtimeMs}`)
    .sort();

interface Summary {
  readonly results: { seed: number; val_accuracy: number; val_loss: number; errors: number; n: number }[];
  readonly chosen: number;
  readonly mean: number;
  readonly stored: { errors: number; n: number };
}

describe('scripts/models/trainModel.js', () => {
  it('trains the seeds, keeps the one that validates best, and does not train finished runs again', () => {
    const first = trainModel('standard', '--epochs', '1', '--seeds', '1,2');
    const path = readdirSync(join(folder, 'runs'))[0];
    const { results, chosen, mean, stored } = JSON.parse(
      readFileSync(join(folder, 'runs', path, 'summary.json'), 'utf8'),
    ) as Summary;
    expect(results.map(({ seed, n }) => [seed, n])).toEqual([
      [1, 50],
      [2, 50],
    ]);
    expect(mean).toBe((results[0].errors + results[1].errors) / 2);
    const [one, two] = results;
    const oneIsBetter =
      one.val_accuracy === two.val_accuracy ? one.val_loss <= two.val_loss : one.val_accuracy > two.val_accuracy;
    expect(chosen).toBe(oneIsBetter ? 1 : 2);
    const { config } = loadModel(join(folder, 'models', 'standard'));
    expect(config.metrics).toMatchObject({ mnist_test_errors: stored.errors, mnist_test_errors_mean: mean, seeds: 2 });
    expect(config.trainingData).toMatchObject({ splitSeed: 1, n: 360 });
    expect(statSync(join(folder, 'models', 'standard', 'model.safetensors')).size).toBeLessThan(190_000);

    const before = written();
    expect(before).toHaveLength(2);
    const again = trainModel('standard', '--epochs', '1', '--seeds', '1,2');
    expect(written()).toEqual(before);
    expect(again.split('\n').slice(2)).toEqual(first.split('\n').slice(2));
  }, 120_000);

  it('refuses an unknown model', () => {
    expect(() => trainModel('huge')).toThrow(/the model must be one of classic, standard, .*, small\. Received huge\./);
  });
});
