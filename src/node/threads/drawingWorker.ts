import { parentPort, workerData } from 'node:worker_threads';
import { createDrawingWork, type DrawingTask } from '../../leaks/drawingTasks.js';
import type { DrawingIndex } from '../../leaks/matcher.js';

// The arrays of the index are shared memory. Each message is a task, each answer its result.
const carryOut = createDrawingWork(workerData as DrawingIndex);

parentPort?.on('message', (task: DrawingTask) => {
  parentPort?.postMessage(carryOut(task));
});
