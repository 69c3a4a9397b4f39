import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createDrawingWork, type DrawingAnswer, type DrawingTask } from '../../leaks/drawingTasks.js';
import type { StartDrawingThreads } from '../../workflows/drawings/drawingThreads.js';

type Ask = (task: DrawingTask) => Promise<DrawingAnswer>;

/**
 * A single thread is the calling one, which yields to the event loop after each task. More threads
 * are workers.
 */
export function drawingThreads(threads: number): StartDrawingThreads {
  return (index) => {
    const start = (): Worker => new Worker(new URL('./drawingWorker.js', import.meta.url), { workerData: index });
    const workers = Array.from({ length: threads > 1 ? threads : 0 }, start);
    const here = createDrawingWork(index);
    const askHere: Ask = async (task) => {
      await nextTurn();
      return here(task);
    };
    const asked = threads > 1 ? workers.map(askWorker) : [askHere];
    return {
      async tellAll(task) {
        await Promise.all(asked.map((ask) => ask(task)));
      },
      async carryOut(tasks, onDone, signal) {
        const answers = new Array<DrawingAnswer>(tasks.length).fill(null);
        let [next, done] = [0, 0];
        const work = async (ask: Ask): Promise<void> => {
          while (next < tasks.length) {
            signal?.throwIfAborted();
            const task = next++;
            answers[task] = await ask(tasks[task]);
            onDone(++done);
          }
        };
        await Promise.all(asked.map(work));
        return answers;
      },
      async close() {
        await Promise.all(workers.map((worker) => worker.terminate()));
      },
    };
  };
}

/**
 * Sends tasks to a worker. Rejects if the worker throws or ends. There is no limit of time: how
 * long a task takes depends on the index.
 */
function askWorker(worker: Worker): Ask {
  return async (task) => {
    if (worker.threadId < 0) throw gone(); // it has ended, and would never answer
    const settled = new AbortController();
    const { signal } = settled;
    const answered = once(worker, 'message', { signal }) as Promise<[DrawingAnswer]>;
    const ended = once(worker, 'exit', { signal }).then(() => {
      throw gone();
    });
    worker.postMessage(task);
    try {
      const [answer] = await Promise.race([answered, ended]);
      return answer;
    } finally {
      settled.abort();
    }
  };
}

function gone(): Error {
  return new Error('a thread that compares drawings has ended before it answered.');
}
