import { describe, expect, it } from 'vitest';
import { definedOnly } from '../../src/definedOnly.js';
import type { Dataset } from '../../src/datasets/dataset.js';
import type { Architecture } from '../../src/network/architecture.js';
import { readCheckpoint, writeCheckpoint } from '../../src/training/checkpoint.js';
import { adamDefaults, sgdDefaults } from '../../src/training/optimiser.js';
import { createRandom } from '../../src/random.js';
import type { Recipe } from '../../src/training/recipe.js';
import { createTrainer, type Trainer, type TrainingState } from '../../src/training/trainer.js';
import { labels, pictures } from '../golden/pytorchFormula.js';

const N = 300;
const allPictures = pictures(0, N);
const data: Pick<Dataset, 'labels' | 'readInputs'> = {
  labels: labels(0, N),
  readInputs(rows, out) {
    for (let i = 0; i < rows.length; i++) out.set(allPictures.subarray(rows[i] * 784, (rows[i] + 1) * 784), i * 784);
  },
};
const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);

/**
 * A small network with every kind of layer, including those that depend on the step (dropout) and
 * on the batch (batch normalisation).
 */
const architecture: Architecture = {
  name: 'small',
  input: [28, 28, 1],
  layers: [
    { type: 'conv2d', filters: 4, size: 3 },
    { type: 'relu' },
    { type: 'maxPool2d' },
    { type: 'conv2d', filters: 8, size: 1 },
    { type: 'batchNorm' },
    { type: 'relu' },
    { type: 'maxPool2d' },
    { type: 'dropout', rate: 0.25 },
    { type: 'flatten' },
    { type: 'dense', units: 10 },
  ],
};
const recipe: Recipe = {
  architecture,
  epochs: 3,
  batch: 50,
  seed: 7,
  patience: null,
  optimiser: { ...adamDefaults, decay: 0.01 },
  schedule: { type: 'one-cycle', rate: 0.01, warmUp: 0.3 },
};
const make = (change: Partial<Recipe> = {}, state?: TrainingState): Trainer =>
  createTrainer({
    recipe: { ...recipe, ...change },
    data,
    trainRows: range(0, 230),
    validationRows: range(230, N),
    ...definedOnly({ state }),
  });
const finish = (trainer: Trainer): TrainingState => {
  while (trainer.progress.next().done !== true);
  return trainer.state();
};

describe('createTrainer', () => {
  it('learns, reports every step, and counts its images', () => {
    const trainer = make({ epochs: 8 });
    const seen = [...trainer.progress];
    const steps = seen.filter((progress) => progress.type === 'step');
    expect(steps).toHaveLength(8 * 5);
    expect(steps[4]).toMatchObject({ epoch: 1, step: 5, steps: 5, images: 230 });
    const { history, finished, step } = trainer.state().position;
    expect({ finished, step, epochs: history.length }).toEqual({ finished: true, step: 40, epochs: 8 });
    expect(history[7].loss).toBeLessThan(history[0].loss / 4);
    expect(history[7].val_accuracy).toBeGreaterThan(0.9);
  });

  it('gives the same weights for the same seed, and others for another seed', () => {
    const first = finish(make());
    expect(finish(make()).tensors).toEqual(first.tensors);
    expect(finish(make({ seed: 8 })).tensors).not.toEqual(first.tensors);
  });

  it.each([0, 1, 4, 5, 8, 14])('continues from a checkpoint after %i steps and ends with the same bits', (steps) => {
    const expected = finish(make());
    const interrupted = make();
    let done = 0;
    while (done < steps) {
      const next = interrupted.progress.next();
      if (!next.done && next.value.type === 'step') done++;
    }
    const state = readCheckpoint(writeCheckpoint(interrupted.state()));
    const resumed = finish(make({}, state));
    expect(resumed.position).toEqual(expected.position);
    expect(resumed.tensors).toEqual(expected.tensors);
    expect(resumed.optimiser).toEqual(expected.optimiser);
    expect(resumed.best).toEqual(expected.best);
  });

  it('keeps the tensors of the best epoch and stops when it has waited long enough', () => {
    const trainer = make({ epochs: 60, patience: 2, schedule: { type: 'constant', rate: 0.02 } });
    let best: ReadonlyMap<string, Float32Array> | null = null;
    for (const progress of trainer.progress)
      if (progress.type === 'epoch' && progress.best) best = trainer.state().tensors;
    const { position, best: kept } = trainer.state();
    expect(position.history.length).toBe(position.bestEpoch + 2);
    expect(position.history.length).toBeLessThan(60);
    expect(kept).toEqual(best);
  });

  it('trains with SGD and without validation', () => {
    const options = { recipe: { ...recipe, optimiser: sgdDefaults }, data, trainRows: range(0, 100) };
    const state = finish(createTrainer({ ...options, validationRows: range(0, 0) }));
    expect(state.position.history.map(({ val_accuracy }) => val_accuracy)).toEqual([null, null, null]);
    expect(state.position.bestEpoch).toBe(3);
    expect(state.best).toEqual(state.tensors);
  });

  it('throws an error if training diverges', () => {
    const trainer = make({ schedule: { type: 'constant', rate: 1e30 }, optimiser: sgdDefaults });
    expect(() => finish(trainer)).toThrow(/training diverged in epoch 1: the loss is (NaN|Infinity)/);
  });

  it('refuses invalid recipes', () => {
    expect(() => make({ epochs: 0 })).toThrow(new RangeError('epochs must be an integer above 0. Received 0.'));
    expect(() => make({ batch: 2.5 })).toThrow(new RangeError('batch must be an integer above 0. Received 2.5.'));
    expect(() => make({ schedule: { type: 'constant', rate: -1 } })).toThrow(
      'learning rate must be a finite number above 0.',
    );
    const noRows = { recipe, data, trainRows: range(0, 0), validationRows: range(0, 0) };
    expect(() => createTrainer(noRows)).toThrow('training images must be an integer above 0. Received 0.');
  });
});

describe('createRandom', () => {
  it('depends on seed and stream', () => {
    const draw = (seed: number, ...stream: number[]) => createRandom(seed, ...stream).next();
    expect(draw(1, 2)).toBe(draw(1, 2));
    expect(new Set([draw(1), draw(2), draw(1, 2), draw(2, 1), draw(1, 2, 0)]).size).toBe(5);
  });

  it('draws every number below n about equally often', () => {
    const random = createRandom(3);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.below(7)]++;
    // Chi-squared with 6 degrees of freedom is below 22.5 with probability 0.999.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(22.5);
  });

  it('shuffles without loss', () => {
    const array = range(0, 1000);
    createRandom(5).shuffle(array);
    expect(array).not.toEqual(range(0, 1000));
    expect(array.toSorted()).toEqual(range(0, 1000));
  });
});
