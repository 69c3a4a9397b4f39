import { Worker } from 'node:worker_threads';
import { createDrawingWork } from '../../leaks/drawingTasks.js';
import type { StartDrawingThreads } from '../../workflows/drawings/drawingThreads.js';
import { taskThreads } from './taskThreads.js';

/** Threads that compare drawings. A single one is the calling thread. */
export function drawingThreads(threads: number): StartDrawingThreads {
  return (index) =>
    taskThreads(
      threads,
      () => new Worker(new URL('./drawingWorker.js', import.meta.url), { workerData: index }),
      createDrawingWork(index),
    );
}
