import type { Progress, Trainer } from '../../training/trainer.js';
import type { Platform } from '../platform.js';
import type { Run } from './run.js';

/** For how long the event loop may wait, so that Ctrl-C is noticed. */
const TURN_MS = 50;

/** Called after each step, validation batch and epoch; training waits for it. */
export type OnProgress = (progress: Progress, secondsInEpoch: number) => void | Promise<void>;

interface FollowOptions {
  readonly checkpointSeconds: number;
  readonly onProgress: OnProgress | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Trains to the end, or until the signal is aborted; keeps the log and checkpoints of the run.
 * Returns the images trained on and the seconds that took, without validation.
 */
export async function followTraining(
  platform: Pick<Platform, 'nextTurn'>,
  run: Run,
  trainer: Trainer,
  { checkpointSeconds, onProgress, signal }: FollowOptions,
): Promise<{ images: number; seconds: number }> {
  const { batch } = run.config.recipe;
  const total = { images: 0, seconds: 0 };
  let epoch = { images: 0, seconds: 0 };
  let [turnAt, savedAt, at] = [performance.now(), performance.now(), performance.now()];
  for (const progress of trainer.progress) {
    const now = performance.now();
    if (progress.type === 'step') {
      const images = progress.step < progress.steps ? batch : progress.images - (progress.steps - 1) * batch;
      for (const sum of [total, epoch]) {
        sum.images += images;
        sum.seconds += (now - at) / 1000;
      }
    }
    const waited = onProgress?.(progress, epoch.seconds);
    if (waited !== undefined) await waited;
    if (progress.type === 'epoch') {
      const imagesPerSecond = epoch.seconds > 0 ? epoch.images / epoch.seconds : 0;
      await run.logEpoch({ ...progress.metrics, seconds: epoch.seconds, imagesPerSecond });
      await run.saveCheckpoint(trainer.state(), progress.best);
      savedAt = now;
      epoch = { images: 0, seconds: 0 };
    }
    if (now - turnAt > TURN_MS) {
      await platform.nextTurn();
      turnAt = performance.now();
    }
    if (signal?.aborted === true) break;
    if (now - savedAt > checkpointSeconds * 1000 && progress.type === 'step') {
      await run.saveCheckpoint(trainer.state(), false);
      savedAt = performance.now();
    }
    at = performance.now();
  }
  return total;
}
