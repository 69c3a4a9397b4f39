import { adamDefaults, classic, createTrainer } from '../../src/train.js';
import type { Threads } from '../../src/training/threads.js';
import { labels, pictures } from '../golden/pytorchFormula.js';

const STEPS = 200;
const BATCH = 32;

export interface Trained {
  readonly threads: number;
  /** SHA-256 of all weights. */
  readonly hash: string;
  /** Mean of the epoch, in nats. */
  readonly loss: number;
  readonly imagesPerSecond: number;
}

/**
 * Trains the classic network for 200 steps on pictures by formula. The result is the same bits
 * everywhere.
 */
export async function trainClassic({ threads, launch }: Threads): Promise<Trained> {
  const rows = STEPS * BATCH;
  const [images, classes] = [pictures(0, rows), labels(0, rows)];
  const trainer = createTrainer({
    recipe: {
      architecture: classic,
      epochs: 1,
      batch: BATCH,
      optimiser: adamDefaults,
      seed: 11,
      patience: null,
      schedule: { type: 'constant', rate: 0.001 },
    },
    data: {
      labels: classes,
      readInputs(wanted, out) {
        for (let i = 0; i < wanted.length; i++)
          out.set(images.subarray(wanted[i] * 784, (wanted[i] + 1) * 784), i * 784);
      },
    },
    trainRows: Uint32Array.from({ length: rows }, (_, row) => row),
    validationRows: new Uint32Array(0),
    threads,
    launch,
  });
  let loss = NaN;
  const started = performance.now();
  for (const progress of trainer.progress) if (progress.type === 'epoch') loss = progress.metrics.loss;
  const imagesPerSecond = (1000 * rows) / (performance.now() - started);
  const weights = [...trainer.state().tensors.values()].flatMap((tensor) => [...tensor]);
  trainer.close();
  const digest = await crypto.subtle.digest('SHA-256', Float32Array.from(weights));
  const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { threads, hash, loss, imagesPerSecond };
}
