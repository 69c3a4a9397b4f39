import { signal, type ReadonlySignal } from '@preact/signals';

import type { RgbaImage } from '../../src/image/pixels.js';
import { callWorker, type Calling } from '../worker/callWorker.js';
import type { ModelFiles, Promised, ReaderCalls, TimedAnswer } from './messages.js';

/**
 * Reads pictures in a worker, always the newest one: pictures that came while it was busy and are
 * old by then are left out.
 */
export interface Reader {
  /** To the newest picture that was read; null before the first. */
  readonly answer: ReadonlySignal<TimedAnswer | null>;
  /** Why nothing can be read; null where all is well. */
  readonly problem: ReadonlySignal<string | null>;
  readonly ready: ReadonlySignal<boolean>;
  /** What the model in use promises; null before the first. */
  readonly promised: ReadonlySignal<Promised | null>;
  /** Its bytes belong to the reader from now on. */
  read(picture: RgbaImage): void;
  /** Reads with another model, and the last picture once more. */
  use(files: Promise<ModelFiles> | ModelFiles, targetError: number): Promise<void>;
  /** The worker itself, for what else it can tell of a picture. */
  readonly calling: Calling<ReaderCalls>;
}

export function createReader(): Reader {
  const worker = new Worker(new URL('./readerWorker.js', import.meta.url), { type: 'module', name: 'reader' });
  const calling = callWorker<ReaderCalls>(worker);
  const answer = signal<TimedAnswer | null>(null);
  const problem = signal<string | null>(null);
  const ready = signal(false);
  const promised = signal<Promised | null>(null);
  /** What is to be read next: null is the last picture once more. */
  let next: RgbaImage | null | undefined;
  let busy = false;
  let hasRead = false;

  const fail = (error: unknown): void => {
    problem.value = error instanceof Error ? error.message : String(error);
  };
  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      while (next !== undefined && ready.value) {
        const picture: RgbaImage | null = next;
        next = undefined;
        hasRead = true;
        if (picture === null) answer.value = await calling.call('read', { picture });
        else {
          const { width, height, data } = picture; // an ImageData would be copied
          const transfer = [data.buffer as ArrayBuffer];
          answer.value = await calling.call('read', { picture: { width, height, data } }, { transfer });
        }
      }
    } finally {
      busy = false;
    }
  };
  return {
    answer,
    problem,
    ready,
    promised,
    calling,
    read(picture) {
      next = picture;
      work().catch(fail);
    },
    async use(files, targetError) {
      try {
        promised.value = await calling.call('use', { files: await files, targetError });
        problem.value = null;
        ready.value = true;
        if (next === undefined && hasRead) next = null;
        work().catch(fail);
      } catch (error) {
        fail(error);
      }
    },
  };
}
