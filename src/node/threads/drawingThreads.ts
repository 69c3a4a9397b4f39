import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createDrawingWork, type DrawingAnswer, type DrawingTask } from '../../leaks/drawingTasks.js';
import type { DrawingIndex } from '../../leaks/matcher.js';

/** Threads that carry out tasks on one index. */
export interface DrawingThreads {
  /** Gives the same task to every thread. */
  tellAll(task: DrawingTask): Promise<void>;
  /**
   * Carries out the tasks, each thread the next one as soon as it is free, and returns the answers in the order of the tasks.
   * Throws the signal's reason where it is aborted, and what a thread has thrown.
   */
  carryOut(
    tasks: readonly DrawingTask[],
    onDone: (done: number) => void,
    signal?: AbortSignal,
  ): Promise<DrawingAnswer[]>;
  close(): Promise<void>;
}

type Ask = (task: DrawingTask) => Promise<DrawingAnswer>;

/** One thread is this one, which lets others have a turn after each task; more are workers. */
export function startDrawingThreads(index: DrawingIndex, threads: number): DrawingThreads {
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
}

/**
 * Rejects where the worker has an error, or ends without one. A task may take as long as it does: how long depends on the index.
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
