import type { Threads } from '../../training/threads.js';
import { availableThreads } from './availableThreads.js';

/** `wanted` threads for one engine (@default as many as there are processors), by the same name as in a browser. */
export async function startThreads(wanted?: number): Promise<Threads> {
  const threads = availableThreads(wanted);
  const { launchWorker } = await import('./launchWorker.js'); // whoever only reads pictures has no use for it
  return { threads, launch: launchWorker };
}
