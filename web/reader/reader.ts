import { signal, type ReadonlySignal } from '@preact/signals';

import type { RgbaImage } from '../../src/image/pixels.js';
import { callWorker, type Calling } from '../worker/callWorker.js';
import type { Answer } from './answer.js';
import type { ModelFiles, ReaderCalls } from './messages.js';

/** Reads pictures in a worker, always the newest one: pictures that came while it was busy and are old by then are left out. */
export interface Reader {
  /** To the newest picture that was read; null before the first. */
  readonly answer: ReadonlySignal<Answer | null>;
  /** Why nothing can be read; null where all is well. */
  readonly problem: ReadonlySignal<string | null>;
  readonly ready: ReadonlySignal<boolean>;
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
  const answer = signal<Answer | null>(null);
  const problem = signal<string | null>(null);
  const ready = signal(false);
  let last: RgbaImage | null = null;
  let next: RgbaImage | null = null;
  let busy = false;

  const fail = (error: unknown): void => {
    problem.value = error instanceof Error ? error.message : String(error);
  };
  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      while (next !== null && ready.value) {
        const picture: RgbaImage = next;
        next = null;
        last = picture;
        answer.value = await calling.call('read', { picture });
      }
    } finally {
      busy = false;
    }
  };
  return {
    ...{ answer, problem, ready, calling },
    read(picture) {
      next = picture;
      work().catch(fail);
    },
    async use(files, targetError) {
      try {
        await calling.call('use', { files: await files, targetError });
        problem.value = null;
        ready.value = true;
        next ??= last;
        work().catch(fail);
      } catch (error) {
        fail(error);
      }
    },
  };
}
