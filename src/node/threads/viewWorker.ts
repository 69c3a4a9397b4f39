import { parentPort, workerData } from 'node:worker_threads';
import { makeViews } from '../../generated/made/makeViews.js';
import type { ViewTask, ViewWork } from './viewThreads.js';

// The pictures go to shared memory. Each message is a range of them, each answer says it is done.
const { plan, sources, views } = workerData as ViewWork;

parentPort?.on('message', ({ from, to }: ViewTask) => {
  makeViews(plan, sources, views, from, to);
  parentPort?.postMessage(null);
});
