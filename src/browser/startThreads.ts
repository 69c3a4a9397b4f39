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
  const others = availableThreads(wanted) - 1;
  const outcomes = others === 0 ? [] : await startWorkers(others);
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

/** A page that only reads never loads the code that starts workers. */
async function startWorkers(count: number): Promise<PromiseSettledResult<Worker>[]> {
  const { startWorker } = await import('./startWorker.js');
  return Promise.allSettled(Array.from({ length: count }, startWorker));
}
