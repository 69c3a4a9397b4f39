import type { Threads } from '../../training/threads.js';
import { availableThreads } from './availableThreads.js';

/**
 * `wanted` threads for one engine (@default the number of processors). In a browser a function of
 * the same name does this.
 */
export async function startThreads(wanted?: number): Promise<Threads> {
  const threads = availableThreads(wanted);
  // Loaded on demand, because programs that only read pictures do not need it.
  const { launchWorker } = await import('./launchWorker.js');
  return { threads, launch: launchWorker };
}
