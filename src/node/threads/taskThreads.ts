import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/** Threads that carry out tasks. */
export interface TaskThreads<Task, Answer> {
  /** Gives the same task to every thread. */
  tellAll(task: Task): Promise<void>;
  /**
   * Carries out the tasks, each thread the next one as soon as it is free. Returns the answers in
   * the order of the tasks. Throws the signal's reason if it is aborted, and what a thread throws.
   */
  carryOut(tasks: readonly Task[], onDone: (done: number) => void, signal?: AbortSignal): Promise<Answer[]>;
  close(): Promise<void>;
}

/**
 * A single thread is the calling one, which works with `here` and yields to the event loop after
 * each task. More threads are workers, whose messages are tasks and answers.
 */
export function taskThreads<Task, Answer>(
  threads: number,
  start: () => Worker,
  here: (task: Task) => Answer,
): TaskThreads<Task, Answer> {
  const workers = Array.from({ length: threads > 1 ? threads : 0 }, start);
  const askHere = async (task: Task): Promise<Answer> => {
    await nextTurn();
    return here(task);
  };
  const asked = threads > 1 ? workers.map((worker) => askWorker<Answer>(worker)) : [askHere];
  return {
    async tellAll(task) {
      await Promise.all(asked.map((ask) => ask(task)));
    },
    async carryOut(tasks, onDone, signal) {
      const answers = new Array<Answer>(tasks.length);
      let [next, done] = [0, 0];
      const work = async (ask: (task: Task) => Promise<Answer>): Promise<void> => {
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
 * Sends tasks to a worker. Rejects if the worker throws or ends. There is no limit of time: how
 * long a task takes depends on the data.
 */
function askWorker<Answer>(worker: Worker): (task: unknown) => Promise<Answer> {
  return async (task) => {
    if (worker.threadId < 0) throw gone(); // it has ended, and would never answer
    const settled = new AbortController();
    const { signal } = settled;
    const answered = once(worker, 'message', { signal }) as Promise<[Answer]>;
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
  return new Error('a thread has ended before it answered.');
}
