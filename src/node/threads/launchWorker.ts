import { Worker } from 'node:worker_threads';
import type { CrewMember, Launch } from '../../training/engine.js';

/**
 * Starts worker threads for `createEngine`. They end when the engine is closed, and do not keep the
 * process alive.
 */
export const launchWorker: Launch = (member: CrewMember) => {
  const worker = new Worker(new URL('./engineWorker.js', import.meta.url), { workerData: member });
  worker.unref();
};
