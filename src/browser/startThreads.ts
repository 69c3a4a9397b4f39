import type { Threads } from '../training/threads.js';
import { availableThreads } from './availableThreads.js';

/**
 * Starts workers for one engine, so that there are `wanted` threads including the calling one, or
 * as many as `availableThreads` allows. If a worker does not start (a content security policy or a
 * missing header forbids it, or the script is from another origin), there is one thread less, but
 * no error. The workers end when the engine is closed.
 *
 * It is asynchronous because a worker can only start while the thread that created it is not
 * blocked, and an engine blocks its thread.
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

/** The script has to come over the network, and a busy machine has to run it. */
const START_MS = 60_000;

/**
 * Starts a worker that waits to join a crew, for as long as it takes. Rejects if it cannot start,
 * or has not started after a minute.
 */
async function startWorker(): Promise<Worker> {
  // Bundlers look for exactly this form.
  const worker = new Worker(new URL('./engineWorker.js', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const started = new Promise((resolve, reject) => {
    timer = setTimeout(() => {
      worker.terminate();
      reject(new Error(`waited ${START_MS / 1000} s for a worker to start`));
    }, START_MS);
    worker.addEventListener('message', resolve, { once: true });
    worker.addEventListener('error', reject, { once: true });
    // Until the worker's script has run, Chromium holds messages to it back in this thread, which
    // will soon be blocked. Only an answer shows that the script has run.
    worker.postMessage(null);
  });
  try {
    await started;
    return worker;
  } finally {
    clearTimeout(timer);
  }
}
