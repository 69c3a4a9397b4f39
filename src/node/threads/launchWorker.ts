import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CrewMember, Launch } from '../../training/engine.js';
import { messageOf } from '../../messageOf.js';
import { LEAVE_OUT } from '../files/packageRoot.js';

/**
 * Starts worker threads for `createEngine`. They end when the engine is closed, and do not keep the
 * process alive.
 */
export const launchWorker: Launch = (member: CrewMember) => {
  createWorker(member).unref();
};

/**
 * Starts a thread that ends at once. Rejects with Error, with the way out, if threads cannot start:
 * their code is a file of its own, and not every bundler puts it beside the bundle.
 */
export async function tryWorker(): Promise<void> {
  try {
    await once(createWorker(null), 'exit'); // rejects if the thread throws
  } catch (error) {
    throw new Error(
      `numerist: threads cannot start, because their code is not beside the bundle. ${LEAVE_OUT} Or use one thread. (${messageOf(error)})`,
      { cause: error },
    );
  }
}

function createWorker(member: CrewMember | null): Worker {
  // Bundlers look for exactly this form.
  return new Worker(new URL('./engineWorker.js', import.meta.url), { workerData: member });
}
