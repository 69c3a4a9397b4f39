import type { EpochMetrics, Progress } from '../training/trainer.js';
import type { OutputStream } from './terminal.js';

const BAR = 20;
const SHOWN_EVERY_MS = 100;

export interface TrainingProgress {
  show(progress: Progress, secondsInEpoch: number): void;
  /** Ends a line that is still being written over. */
  end(): void;
}

export interface TrainingProgressOptions {
  readonly epochs: number;
  readonly batch: number;
}

/**
 * Progress in the shape that Keras gave it, on stderr: on a terminal a line that fills up, with
 * rate and time left; elsewhere one plain line an epoch.
 */
export function createTrainingProgress(
  stderr: OutputStream,
  { epochs, batch }: TrainingProgressOptions,
): TrainingProgress {
  const live = stderr.isTTY === true;
  let shownAt = -Infinity;
  let open = false;
  let last: Extract<Progress, { type: 'step' }> | null = null;
  let startedAtStep = 0; // a resumed run begins in the middle of an epoch

  const line = (text: string): void => {
    if (live) stderr.write(`\r\u001b[K${text}`);
    open = live;
  };
  const finish = (text: string): void => {
    stderr.write(live ? `\r\u001b[K${text}\n` : `${text}\n`);
    open = false;
  };

  return {
    show(progress, seconds) {
      const now = performance.now();
      if (progress.type === 'epoch') {
        const steps = last?.steps ?? 0;
        const rate = last === null ? 0 : rateOf(last, startedAtStep, batch, seconds);
        const head = live ? '' : `epoch ${progress.metrics.epoch}/${epochs} - `;
        finish(
          `${head}${bar(steps, steps)} ${duration(seconds)} ${Math.round(rate).toLocaleString('en')} images/s - ${describe(progress.metrics)}`,
        );
        last = null;
        return;
      }
      if (progress.type === 'step') {
        if (last === null) {
          startedAtStep = progress.step - 1;
          if (live) stderr.write(`Epoch ${progress.epoch}/${epochs}\n`);
        }
        last = progress;
      }
      if (!live || now - shownAt < SHOWN_EVERY_MS) return;
      shownAt = now;
      if (progress.type === 'validation') {
        line(`validating ${progress.images}/${progress.of}`);
        return;
      }
      const { step, steps } = progress;
      const rate = rateOf(progress, startedAtStep, batch, seconds);
      const left = ((steps - step) * seconds) / Math.max(1, step - startedAtStep);
      const figures = `accuracy: ${progress.accuracy.toFixed(4)} - loss: ${progress.loss.toFixed(4)}`;
      line(`${bar(step, steps)} ETA ${duration(left)} ${Math.round(rate).toLocaleString('en')} images/s - ${figures}`);
    },
    end() {
      if (open) stderr.write('\n');
      open = false;
    },
  };
}

function rateOf(
  progress: { step: number; steps: number; images: number },
  startedAtStep: number,
  batch: number,
  seconds: number,
): number {
  return seconds > 0 ? (progress.images - startedAtStep * batch) / seconds : 0;
}

function bar(step: number, steps: number): string {
  const full = steps === 0 ? BAR : Math.floor((BAR * step) / steps);
  return `${step}/${steps} ${'━'.repeat(full)}${'─'.repeat(BAR - full)}`;
}

function duration(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)}s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}m${Math.round(seconds % 60)}s` : `${Math.floor(minutes / 60)}h${minutes % 60}m`;
}

function describe({ accuracy, loss, val_accuracy, val_loss }: EpochMetrics): string {
  const parts = [`accuracy: ${accuracy.toFixed(4)}`, `loss: ${loss.toFixed(4)}`];
  if (val_accuracy !== null && val_loss !== null) {
    parts.push(`val_accuracy: ${val_accuracy.toFixed(4)}`, `val_loss: ${val_loss.toFixed(4)}`);
  }
  return parts.join(' - ');
}
