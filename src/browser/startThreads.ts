import type { Threads } from '../training/threads.js';
import { availableThreads } from './availableThreads.js';

/**
 * Starts workers for one engine, which makes `wanted` threads with the calling one, or as many of them as `availableThreads`
 * gives. A worker that does not start (a content security policy or a missing header forbids it, or the script is from another
 * origin) is one thread less, never a failure. The workers end when the engine is closed.
 *
 * It has to be awaited because a worker only starts while the thread that made it is not waiting, and an engine waits.
 */
export async function startThreads(wanted?: number): Promise<Threads> {
  const starting = Array.from({ length: availableThreads(wanted) - 1 }, startWorker);
  const outcomes = await Promise.allSettled(starting);
  const idle = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const threads = 1 + idle.length;
  return {
    threads,
    launch(member) {
      const worker = idle.pop();
      if (worker === undefined)
        throw new RangeError(
          `threads must be at most the ${threads} that were started, for one engine. Received more.`,
        );
      worker.postMessage(member);
    },
  };
}

/** Its script has to come over the network, and a busy machine to run it. */
const START_MS = 60_000;

/** A worker that waits for its part, without a limit. Rejects where it cannot start, or has not after a minute. */
async function startWorker(): Promise<Worker> {
  // Written out in full, because bundlers look for exactly this form.
  const worker = new Worker(new URL('./engineWorker.js', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const started = new Promise((resolve, reject) => {
    timer = setTimeout(() => {
      worker.terminate();
      reject(new Error(`waited ${START_MS / 1000} s for a worker to start`));
    }, START_MS);
    worker.addEventListener('message', resolve, { once: true });
    worker.addEventListener('error', reject, { once: true });
    // Until its script has run, Chromium keeps messages back in this thread, which is soon to wait. Only an answer shows that it has.
    worker.postMessage(null);
  });
  try {
    await started;
    return worker;
  } finally {
    clearTimeout(timer);
  }
}
