import { join } from 'node:path';
import { openDataset } from '../../dist/node/index.js';
import { chooseVariant } from '../../dist/node/threads/chooseVariant.js';
import { launchWorker } from '../../dist/node/threads/launchWorker.js';
import { adamDefaults, classic, createTrainer } from '../../dist/train.js';
import { resolveAugmentation } from '../../dist/training/augment/augmentation.js';
import { createAugmenter } from '../../dist/training/augment/augmenter.js';
import { answer } from './answer.js';
import { runFor } from './runFor.js';

/**
 * The work before a step of training. `work` is trainer (images per second of the whole: rows are
 * read from the disk, changed if `augment`, and trained on), reading or augmenting (microseconds
 * per image for that part alone, on one thread).
 */
await answer(async ({ folder, idx, work, variant, threads, batch, augment }) => {
  const dataset = await openDataset(idx, { pipeline: 'normalised', cacheFolder: join(folder, 'cache-batches') });
  const augmentation = augment ? resolveAugmentation() : null;
  const outputs = { logits: [] };
  const microseconds = async (ms, step) => 1e6 / ((await runFor(ms, step)) * batch);
  if (work === 'trainer') {
    const trainer = createTrainer({
      recipe: {
        ...{
          architecture: classic,
          epochs: 10_000,
          batch,
          optimiser: adamDefaults,
          seed: 1,
          patience: null,
          augmentation,
        },
        schedule: { type: 'constant', rate: 0.001 },
      },
      data: dataset,
      // Whole batches only, so that all steps are equally long.
      trainRows: Uint32Array.from({ length: dataset.length - (dataset.length % batch) }, (_, row) => row),
      validationRows: new Uint32Array(0),
      ...{ threads, variant: chooseVariant(variant), launch: launchWorker },
    });
    const step = () => {
      while (trainer.progress.next().value.type !== 'step');
    };
    return { outputs, round: async (ms) => (await runFor(ms, step)) * batch };
  }

  const images = new Uint8Array(batch * 784);
  const labels = new Uint8Array(batch);
  const pick = (n) =>
    Uint32Array.from({ length: batch }, (_, i) => (Math.imul(n * batch + i, 2_654_435_761) >>> 0) % dataset.length);
  let next = 0;
  if (work === 'reading') {
    const step = () => {
      const rows = pick(next++);
      dataset.readInputs(rows, images);
      for (let i = 0; i < batch; i++) labels[i] = dataset.labels[rows[i]];
    };
    return { outputs, round: (ms) => microseconds(ms, step) };
  }
  const augmenter = createAugmenter(28, resolveAugmentation());
  const pool = new Uint8Array(dataset.length * 784);
  dataset.readInputs([...dataset.labels.keys()], pool);
  const batches = Math.floor(dataset.length / batch);
  const step = () => {
    const first = (next % batches) * batch;
    images.set(pool.subarray(first * 784, (first + batch) * 784));
    augmenter.augmentSlice(images, batch, pick(next), 1, next++, 1);
  };
  return { outputs, round: (ms) => microseconds(ms, step) };
});
