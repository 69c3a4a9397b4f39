import type { Threads } from '../training/threads.js';
import { availableThreads } from './availableThreads.js';
import { launchWorker } from './launchWorker.js';

/** `wanted` threads for one engine (@default as many as there are processors), by the same name as in a browser. */
export function startThreads(wanted?: number): Promise<Threads> {
  return Promise.resolve({ threads: availableThreads(wanted), launch: launchWorker });
}
