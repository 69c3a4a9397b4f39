import type { Threads } from '../../training/threads.js';
import { packageRoot } from '../files/packageRoot.js';
import { availableThreads } from './availableThreads.js';

/**
 * `wanted` threads for one engine (@default the number of processors). In a browser a function of
 * the same name does this. Rejects with Error in a bundle that does not hold the code of threads.
 */
export async function startThreads(wanted?: number): Promise<Threads> {
  const threads = availableThreads(wanted);
  // Loaded on demand, because programs that only read pictures do not need it.
  const { launchWorker, tryWorker } = await import('./launchWorker.js');
  if (threads > 1 && packageRoot() === null) await tryWorker();
  return { threads, launch: launchWorker };
}
