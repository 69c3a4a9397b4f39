import { describe, expect, it } from 'vitest';
import { definedOnly } from '../../src/definedOnly.js';
import type { Dataset } from '../../src/datasets/dataset.js';
import type { Architecture } from '../../src/network/architecture.js';
import { augmentationStrength } from '../../src/training/anneal.js';
import { averageShare } from '../../src/training/average.js';
import { defaultAugmentation } from '../../src/training/augment/augmentation.js';
import { readCheckpoint, writeCheckpoint } from '../../src/training/checkpoint.js';
import { adamDefaults } from '../../src/training/optimiser.js';
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
const architecture: Architecture = {
  name: 'tiny',
  input: [28, 28, 1],
  layers: [
    { type: 'conv2d', filters: 4, size: 3 },
    { type: 'batchNorm' },
    { type: 'relu' },
    { type: 'maxPool2d' },
    { type: 'maxPool2d' },
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
  average: { decay: 0.8 },
  augmentation: defaultAugmentation,
  anneal: { share: 0.5, to: 0 },
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

describe('averageShare', () => {
  it('begins with the weights themselves and ends at 1 - decay', () => {
    expect(averageShare(0.9, 1)).toBe(1);
    expect(averageShare(0.9, 10)).toBe(0.5);
    expect(averageShare(0.9, 1000)).toBeCloseTo(0.1, 12);
  });
});

describe('augmentationStrength', () => {
  it('falls linearly over the last steps, and then stays', () => {
    const strengths = [0, 4, 5, 6, 8, 9, 11].map((step) => augmentationStrength({ share: 5 / 9, to: 0.2 }, step, 10));
    [1, 1, 0.84, 0.68, 0.36, 0.2, 0.2].forEach((expected, i) => {
      expect(strengths[i]).toBeCloseTo(expected, 12);
    });
    expect(augmentationStrength(null, 9, 10)).toBe(1);
    expect([9, 10].map((step) => augmentationStrength({ share: 0, to: 0 }, step, 10))).toEqual([1, 1]);
    expect([0, 1].map((step) => augmentationStrength({ share: 1, to: 0 }, step, 1))).toEqual([1, 1]);
  });
});

describe('a trainer that averages', () => {
  it('continues training from the weights, and keeps their average', () => {
    const trainer = make();
    const { values } = trainer.engine.network.parameters;
    const expected = Float32Array.from(values);
    let step = 0;
    for (const progress of trainer.progress) {
      if (progress.type !== 'step') continue;
      const share = averageShare(0.8, ++step);
      for (let i = 0; i < expected.length; i++) expected[i] += share * (values[i] - expected[i]);
    }
    const averaged = trainer.state();
    const plain = finish(make({ average: null }));
    expect(averaged.tensors).toEqual(plain.tensors);
    expect(averaged.average).toEqual(expected);
    const { parameters } = trainer.engine.network;
    const { offset, length } = offsetOf(parameters.values, parameters.named('6.dense.weight').value);
    // With one epoch, that epoch is the best.
    const last = finish(make({ epochs: 1, schedule: { type: 'constant', rate: 0.01 } }));
    expect(last.best?.get('6.dense.weight')).toEqual(last.average?.subarray(offset, offset + length));
    expect(last.best?.get('6.dense.weight')).not.toEqual(last.tensors.get('6.dense.weight'));
    expect(last.best?.get('1.batchNorm.mean')).not.toEqual(last.tensors.get('1.batchNorm.mean'));
  });

  it('validates the average: the metrics are those of the tensors that it keeps', () => {
    const trainer = make({ epochs: 1 });
    const state = finish(trainer);
    const resumed = make({ epochs: 2, average: null }, { ...state, tensors: state.best ?? state.tensors });
    resumed.engine.network.inputs.set(allPictures.subarray(230 * 784, 280 * 784));
    resumed.engine.predict(50);
    let right = 0;
    const { logits } = resumed.engine.network;
    for (let i = 0; i < 50; i++) {
      const row = [...logits.subarray(i * 10, i * 10 + 10)];
      if (row.indexOf(Math.max(...row)) === data.labels[230 + i]) right++;
    }
    resumed.engine.network.inputs.set(allPictures.subarray(280 * 784, 300 * 784));
    resumed.engine.predict(20);
    for (let i = 0; i < 20; i++) {
      const row = [...logits.subarray(i * 10, i * 10 + 10)];
      if (row.indexOf(Math.max(...row)) === data.labels[280 + i]) right++;
    }
    expect(state.position.history[0].val_accuracy).toBe(right / 70);
  });

  it.each([1, 5, 7, 8, 12, 14, 20, 24])('ends with the same bits if it is resumed after %i reports', (reports) => {
    const expected = finish(make());
    const interrupted = make();
    for (let i = 0; i < reports; i++) interrupted.progress.next();
    const state = readCheckpoint(writeCheckpoint(interrupted.state()));
    const resumed = finish(make({}, state));
    expect(resumed).toEqual(expected);
  });

  it('ends with other weights if the changes are not annealed', () => {
    expect(finish(make({ anneal: null })).tensors).not.toEqual(
      finish(make({ anneal: { share: 0.5, to: 0.5 } })).tensors,
    );
    // One step, at full strength.
    const unchanged = { epochs: 1, anneal: { share: 1, to: 0 }, batch: 230 };
    expect(finish(make(unchanged)).tensors).toEqual(finish(make({ ...unchanged, anneal: null })).tensors);
  });

  it('refuses a checkpoint without an average, and invalid shares', () => {
    const state = finish(make({ average: null, epochs: 1 }));
    expect(() => make({}, state)).toThrow('checkpoint: average does not fit the recipe.');
    expect(() => make({ average: { decay: 1 } })).toThrow('average decay must be at least 0 and below 1. Received 1.');
    expect(() => make({ anneal: { share: 2, to: 0 } })).toThrow('anneal share must be from 0 to 1. Received 2.');
  });
});

function offsetOf(all: ArrayBufferView, part: ArrayBufferView): { offset: number; length: number } {
  return { offset: (part.byteOffset - all.byteOffset) / 4, length: part.byteLength / 4 };
}
