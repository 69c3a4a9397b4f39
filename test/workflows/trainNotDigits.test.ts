import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { architectures, withOutputs } from '../../src/network/architecture.js';
import { loadModel } from '../../src/node/models/loadModel.js';

const bin = new URL('../../dist/cli/bin.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'numerist-not-digits-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function numerist(...args: string[]): unknown {
  const env = { ...process.env, NUMERIST_CACHE: join(folder, 'cache') };
  return JSON.parse(execFileSync(process.execPath, [bin, ...args, '--json'], { env, stdio: 'pipe' }).toString());
}

describe('numerist train --not-digits', () => {
  it('makes a model that tells digits from other pictures, and records in its recipe what was mixed in', () => {
    const options = [
      '--limit',
      '3000',
      '--arch',
      'quick',
      '--epochs',
      '3',
      '--batch',
      '32',
      '--rate',
      '0.002',
      '--seed',
      '7',
    ];
    const { run, test } = numerist(
      'train',
      '--data',
      'mnist',
      ...options,
      '--not-digits',
      '0.5',
      '--runs',
      join(folder, 'runs'),
    ) as {
      run: string;
      test: { accuracy: number };
    };
    expect(test.accuracy).toBeGreaterThan(0.9);
    const { config, tensors } = loadModel(run);
    expect(config.labels).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'not a digit']);
    expect(tensors.get('10.dense.bias')).toHaveLength(11);
    const { recipe } = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8')) as { recipe: unknown };
    expect(recipe).toMatchObject({ generated: { share: 0.5, digits: 0.35, seed: 7 } });

    const evaluated = numerist('evaluate', run, '--data', 'mnist', '--split', 'test', '--not-digits', '300');
    const { not_digits } = evaluated as { not_digits: { n: number; auroc: number } };
    expect(not_digits.n).toBe(300);
    expect(not_digits.auroc).toBeGreaterThan(0.95);
  });
});

describe('withOutputs', () => {
  it('changes only the last layer, which must be dense', () => {
    const { layers } = withOutputs(architectures.quick, 11);
    expect(layers.at(-1)).toEqual({ type: 'dense', units: 11 });
    expect(layers.slice(0, -1)).toEqual(architectures.quick.layers.slice(0, -1));
    expect(() => withOutputs({ name: 'open', input: [28, 28, 1], layers: [{ type: 'relu' }] }, 11)).toThrow(
      'architecture open must end in a dense layer',
    );
  });
});
