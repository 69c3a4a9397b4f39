import { describe, expect, it } from 'vitest';
import { softmaxCrossEntropy } from '../../src/kernels/softmaxCrossEntropy.js';
import { type Architecture, withOutputs } from '../../src/network/architecture.js';
import { adamDefaults } from '../../src/training/optimiser.js';
import { createLoss } from '../../src/training/loss.js';
import type { Recipe } from '../../src/training/recipe.js';
import { createRandom } from '../../src/random.js';
import type { Teacher } from '../../src/training/teachers.js';
import { createTeachers } from '../../src/training/teachers.js';
import { createTrainer, type TrainingState } from '../../src/training/trainer.js';
import { defaultAugmentation } from '../../src/training/augment/augmentation.js';
import { labels, pictures } from '../golden/pytorchFormula.js';

const slice = (first: number, n: number) => ({ index: 0, lane: 0, first, n });
const random = createRandom(5);
const K = 4;
const logits = Float64Array.from({ length: 2 * K }, () => random.uniform() * 6 - 3);
const answers = Uint8Array.of(2, 0);
const targets = Float64Array.from([0.1, 0.2, 0.3, 0.4, 0, 0.25, 0.75, 0]);
const softmax = (row: Float64Array, T: number): number[] => {
  const powers = [...row].map((logit) => Math.exp(logit / T));
  return powers.map((power) => power / powers.reduce((sum, other) => sum + other, 0));
};

describe('createLoss', () => {
  it('is cross-entropy by default', () => {
    const expected = new Float64Array(2 * K);
    const gradients = new Float64Array(2 * K);
    const plain = softmaxCrossEntropy(logits, answers, expected, K, 0.5, 2);
    const loss = createLoss(0, null, null)(logits, answers, gradients, K, 0.5, slice(0, 2));
    expect(loss.correct).toBe(plain.correct);
    expect(loss.loss).toBeCloseTo(plain.loss, 12);
    gradients.forEach((gradient, i) => {
      expect(gradient).toBeCloseTo(expected[i], 12);
    });
  });

  it.each([
    [0.1, 1, 0],
    [0, 2, 1],
    [0, 1, 0.3],
    [0.2, 4, 0.7],
  ])('smoothing %f, temperature %f, weight %f: value by the formula, gradient by differences', (s, T, w) => {
    const of = createLoss(s, { temperature: T, weight: w }, targets);
    const at = (values: Float64Array): number => of(values, answers, new Float64Array(2 * K), K, 1, slice(0, 2)).loss;
    let expected = 0;
    for (let i = 0; i < 2; i++) {
      const row = logits.subarray(i * K, (i + 1) * K);
      const [p, soft] = [softmax(row, 1), softmax(row, T)];
      for (let k = 0; k < K; k++) {
        const wanted = (k === answers[i] ? 1 - s : 0) + s / K;
        expected -= (1 - w) * wanted * Math.log(p[k]);
        const q = targets[i * K + k];
        if (q > 0) expected += w * T * T * q * Math.log(q / soft[k]);
      }
    }
    expect(at(logits)).toBeCloseTo(expected, 10);
    const gradients = new Float64Array(2 * K);
    of(logits, answers, gradients, K, 1, slice(0, 2));
    for (let i = 0; i < 2 * K; i++) {
      const [more, less] = [logits.slice(), logits.slice()];
      more[i] += 1e-5;
      less[i] -= 1e-5;
      expect(Math.abs(gradients[i] - (at(more) - at(less)) / 2e-5)).toBeLessThan(1e-7);
    }
  });

  it('reads the targets of its own rows, and is zero if the learner agrees with the teachers', () => {
    const all = new Float64Array(3 * K);
    all.set(softmax(logits.subarray(K), 3), 2 * K);
    const gradients = new Float64Array(K);
    const of = createLoss(0, { temperature: 3, weight: 1 }, all);
    const { loss } = of(logits.subarray(K), answers.subarray(1), gradients, K, 1, slice(2, 1));
    expect(Math.abs(loss)).toBeLessThan(1e-12);
    for (const gradient of gradients) expect(Math.abs(gradient)).toBeLessThan(1e-12);
  });
});

const N = 200;
const images = pictures(0, N);
const data = {
  labels: labels(0, N),
  readInputs(rows: ArrayLike<number>, out: Uint8Array) {
    for (let i = 0; i < rows.length; i++) out.set(images.subarray(rows[i] * 784, (rows[i] + 1) * 784), i * 784);
  },
};
const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
const architecture = (filters: number): Architecture => ({
  name: 'tiny',
  input: [28, 28, 1],
  layers: [
    { type: 'conv2d', filters, size: 3 },
    { type: 'batchNorm' },
    { type: 'relu' },
    { type: 'maxPool2d' },
    { type: 'maxPool2d' },
    { type: 'flatten' },
    { type: 'dense', units: 10 },
  ],
});
const recipe: Recipe = {
  architecture: architecture(8),
  epochs: 6,
  batch: 40,
  seed: 3,
  patience: null,
  optimiser: adamDefaults,
  schedule: { type: 'constant', rate: 0.005 },
};
const train = (change: Partial<Recipe>, teachers: Teacher[] = [], wrong = false): TrainingState => {
  const shown = wrong ? { ...data, labels: data.labels.map((label) => (label + 1) % 10) } : data;
  const trainer = createTrainer({
    recipe: { ...recipe, ...change },
    data: shown,
    trainRows: range(0, 160),
    validationRows: range(160, N),
    teachers,
  });
  while (trainer.progress.next().done !== true);
  return trainer.state();
};
const teacherOf = (seed: number): Teacher => ({
  architecture: recipe.architecture,
  tensors: train({ seed }).best ?? new Map<string, Float32Array>(),
});

describe('distillation', () => {
  const teachers = [teacherOf(1), teacherOf(2)];

  it('uses the mean of the probabilities of the teachers at the temperature', () => {
    const asked = (some: Teacher[]): Float64Array => {
      const out = new Float64Array(30);
      createTeachers(some, 10, 2, 'exact')(images, 2, out, 1);
      return out;
    };
    const [both, first, second] = [asked(teachers), asked([teachers[0]]), asked([teachers[1]])];
    both.forEach((value, i) => {
      expect(value).toBeCloseTo((first[i] + second[i]) / 2, 12);
    });
    expect(both.subarray(0, 10)).toEqual(new Float64Array(10));
    for (const row of [1, 2]) expect(both.subarray(row * 10, row * 10 + 10).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(first).not.toEqual(second);
  });

  it('teaches the digits to a network whose labels are all wrong', () => {
    const change = { architecture: architecture(4), epochs: 12 };
    const accuracy = (state: TrainingState): number => state.position.history.at(-1)?.val_accuracy ?? 0;
    const taught = train({ ...change, distillation: { temperature: 2, weight: 1 } }, teachers, true);
    expect(accuracy(taught)).toBeLessThan(0.1); // against the wrong labels
    const misled = train({ ...change, distillation: { temperature: 2, weight: 0 } }, teachers, true);
    expect(accuracy(misled)).toBeGreaterThan(0.8);
  });

  it('shows teachers the changed pictures: a network that learns from itself has nothing to learn', () => {
    const layers = architecture(4).layers.filter(({ type }) => type !== 'batchNorm');
    const unnormalised = { ...architecture(4), layers };
    const itself = train({ architecture: unnormalised, epochs: 1 });
    const unfinished = { ...itself, position: { ...itself.position, finished: false } };
    const teacher = { architecture: unnormalised, tensors: itself.tensors };
    const change = { architecture: unnormalised, epochs: 2, augmentation: defaultAugmentation };
    const trainer = createTrainer({
      recipe: { ...recipe, ...change, distillation: { temperature: 2, weight: 1 } },
      data,
      teachers: [teacher],
      trainRows: range(0, 160),
      validationRows: range(160, N),
      state: unfinished,
    });
    const first = trainer.progress.next();
    if (first.done === true || first.value.type !== 'step') throw new Error('the first report must be of a step.');
    expect(Math.abs(first.value.loss)).toBeLessThan(1e-6);
  });

  it('teaches every output, and refuses teachers with other outputs', () => {
    const eleven = withOutputs(architecture(4), 11);
    const teacher = { architecture: eleven, tensors: train({ architecture: eleven, epochs: 1 }).tensors };
    const out = new Float64Array(22);
    createTeachers([teacher], 11, 2, 'exact')(images, 2, out, 0);
    for (const row of [0, 11]) expect(out.subarray(row, row + 11).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(out[10]).toBeGreaterThan(0);
    const distillation = { temperature: 2, weight: 1 };
    expect(() => train({ distillation }, [teacher])).toThrow(
      'teachers must have 10 outputs, as the network that learns. Received one with 11.',
    );
  });

  it('refuses teachers without distillation and distillation without teachers', () => {
    expect(() => train({}, teachers)).toThrow('teachers must be 0 where the recipe does not distil. Received 2.');
    expect(() => train({ distillation: { temperature: 1, weight: 0.5 } })).toThrow('teachers must be at least 1');
    expect(() => train({ labelSmoothing: 1 })).toThrow('label smoothing must be at least 0 and below 1. Received 1.');
  });
});
