import { expect, it } from 'vitest';

import { formatCorrections, parseCorrections } from '../../src/datasets/corrections.js';
import { architectures } from '../../src/network/architecture.js';
import { readCheckpoint } from '../../src/training/checkpoint.js';
import { adamDefaults } from '../../src/training/optimiser.js';
import type { TrainingState } from '../../src/training/trainer.js';
import { START } from '../../src/training/trainingState.js';
import { Run, type RunConfig } from '../../src/workflows/train/run.js';
import type { RunFiles, RunStore } from '../../src/workflows/train/runStore.js';
import { makeModel } from '../support/madeModel.js';

/** Runs in memory; `files` are those of all runs. */
function memoryStore() {
  const files = new Map<string, Uint8Array>();
  const put = (path: string, name: string, data: string | Uint8Array): void => {
    files.set(`${path}/${name}`, typeof data === 'string' ? new TextEncoder().encode(data) : data);
  };
  const open = (path: string): RunFiles => ({
    path,
    read: (name) => Promise.resolve(files.get(`${path}/${name}`) ?? null),
    write(written) {
      for (const [name, data] of written) put(path, name, data);
      return Promise.resolve();
    },
    replaceFolder(folder, written) {
      for (const [name, data] of written) put(path, `${folder}/${name}`, data);
      return Promise.resolve();
    },
  });
  const store: RunStore = {
    create(name, written) {
      for (const [file, data] of written) put(name, file, data);
      return Promise.resolve(open(name));
    },
    open,
  };
  return { store, files };
}

const config = (given: Partial<RunConfig['data']> = {}): RunConfig => ({
  recipe: {
    architecture: architectures.quick,
    epochs: 3,
    batch: 8,
    optimiser: adamDefaults,
    schedule: { type: 'constant', rate: 0.001 },
    patience: null,
    seed: 1,
  },
  preprocessing: 'normalised',
  data: {
    source: 'made',
    fingerprint: 'f',
    validation: 0.1,
    test: 0.2,
    splitSeed: 1,
    limit: null,
    trainImages: 7,
    validationImages: 1,
    testImages: 2,
    ...given,
  },
  engine: 'exact',
  box: {},
  started: '2026-01-01T00:00:00.000Z',
});
const epoch = (number: number) => ({
  epoch: number,
  loss: 1 / number,
  accuracy: 0.5,
  val_loss: null,
  val_accuracy: null,
  rate: 0.001,
});
const stateAfter = (epochs: number): TrainingState => ({
  tensors: new Map([['0.conv2d.bias', Float32Array.of(epochs)]]),
  optimiser: new Map(),
  average: null,
  best: null,
  position: { ...START, step: epochs, history: Array.from({ length: epochs }, (_, i) => epoch(i + 1)) },
});
const NO_GIVENS = { groups: null, split: null, corrections: null, teachers: [], fonts: null };

it('keeps the state of the best epoch beside the last, and goes on from the last', async () => {
  const { store, files } = memoryStore();
  const run = await Run.create(store, 'a', config(), stateAfter(0), NO_GIVENS);
  for (const [number, best] of [
    [1, false],
    [2, true],
    [3, false],
  ] as const) {
    await run.logEpoch({ ...epoch(number), seconds: 1, imagesPerSecond: 7 });
    await run.saveCheckpoint(stateAfter(number), best);
  }
  const kept = (name: string): number => {
    const bytes = files.get(`a/checkpoint/${name}.safetensors`) ?? expect.fail(`no ${name}`);
    return readCheckpoint(bytes).position.history.length;
  };
  expect({ best: kept('best'), last: kept('last') }).toEqual({ best: 2, last: 3 });
  const opened = await Run.open(store, 'a');
  expect(opened.state.tensors.get('0.conv2d.bias')).toEqual(Float32Array.of(3));
  expect(opened.run.config).toMatchObject(config());
  expect(opened.run.log.map((line) => line.epoch)).toEqual([1, 2, 3]);
});

it('forgets epochs that were logged after the last checkpoint: they are trained again', async () => {
  const { store } = memoryStore();
  const run = await Run.create(store, 'a', config(), stateAfter(1), NO_GIVENS);
  for (const number of [1, 2]) await run.logEpoch({ ...epoch(number), seconds: 1, imagesPerSecond: 7 });
  const { log } = (await Run.open(store, 'a')).run;
  expect(log.map((line) => line.epoch)).toEqual([1]);
});

it('keeps copies of what it was given', async () => {
  const { store } = memoryStore();
  const corrections = parseCorrections(
    formatCorrections({
      preprocessing: { pipeline: 'normalised', version: 2 },
      decisions: [{ row: 3, name: '3/a.png', content: '0'.repeat(16), label: 3, decision: 'exclude' }],
    }),
    'corrections.json',
  );
  const groups = Uint32Array.of(0, 1, 1, 2);
  const split = { data: '0'.repeat(64), how: 'by hand', parts: ['train', 'test', 'none'] as const, groups: null };
  const teacher = makeModel();
  const fonts = { images: Uint8Array.of(1, 2), labels: Uint8Array.of(3), fonts: 'caveat\n' };
  const given = { groups, split, corrections, teachers: [teacher], fonts };
  const named = { ...config({ groups: 'g', split: 's', corrections: 'c', fonts: 'f' }), teachers: ['a teacher'] };
  await Run.create(store, 'a', named, stateAfter(0), given);
  expect(await (await Run.open(store, 'a')).run.givens()).toEqual(given);
});

it('says what is missing', async () => {
  const { store, files } = memoryStore();
  await expect(Run.open(store, 'nowhere')).rejects.toThrow(
    'run must be a folder with config.json and checkpoint/last.safetensors. Received nowhere.',
  );
  const named = config({ groups: 'g' });
  const run = await Run.create(store, 'a', named, stateAfter(0), { ...NO_GIVENS, groups: Uint32Array.of(1) });
  files.delete('a/groups.txt');
  await expect(run.givens()).rejects.toThrow('run a must hold groups.txt. It is missing.');
});
