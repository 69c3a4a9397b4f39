import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DrawingIndex } from '../leaks/matcher.js';
import type { DrawingAnswer, DrawingTask } from './drawingWorker.js';

/** Threads that carry out tasks on one index. */
export class DrawingThreads {
  readonly #workers: Worker[];

  constructor(index: DrawingIndex, threads: number) {
    const start = (): Worker => new Worker(new URL('./drawingWorker.js', import.meta.url), { workerData: index });
    this.#workers = Array.from({ length: threads }, start);
  }

  /** Gives the same task to every thread. */
  async tellAll(task: DrawingTask): Promise<void> {
    await Promise.all(this.#workers.map((worker) => ask(worker, task)));
  }

  /**
   * Carries out the tasks, each thread the next one as soon as it is free, and returns the answers in the order of the tasks. Throws
   * the signal's reason where it is aborted, and what a thread has thrown.
   */
  async carryOut(
    tasks: readonly DrawingTask[],
    onDone: (done: number) => void,
    signal?: AbortSignal,
  ): Promise<DrawingAnswer[]> {
    const answers = new Array<DrawingAnswer>(tasks.length).fill(null);
    let [next, done] = [0, 0];
    const work = async (worker: Worker): Promise<void> => {
      while (next < tasks.length) {
        signal?.throwIfAborted();
        const task = next++;
        answers[task] = await ask(worker, tasks[task]);
        onDone(++done);
      }
    };
    await Promise.all(this.#workers.map(work));
    return answers;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** `once` rejects where the worker has an error. */
async function ask(worker: Worker, task: DrawingTask): Promise<DrawingAnswer> {
  const answered = once(worker, 'message');
  worker.postMessage(task);
  const [answer] = (await answered) as [DrawingAnswer];
  return answer;
}
