import type { DrawingAnswer, DrawingTask } from '../../leaks/drawingTasks.js';
import type { DrawingIndex } from '../../leaks/matcher.js';

/** Threads that carry out tasks on one index. */
export interface DrawingThreads {
  /** Gives the same task to every thread. */
  tellAll(task: DrawingTask): Promise<void>;
  /**
   * Carries out the tasks, each thread the next one as soon as it is free. Returns the answers in
   * the order of the tasks. Throws the signal's reason if it is aborted, and what a thread throws.
   */
  carryOut(
    tasks: readonly DrawingTask[],
    onDone: (done: number) => void,
    signal?: AbortSignal,
  ): Promise<DrawingAnswer[]>;
  close(): Promise<void>;
}

/**
 * Starts threads on an index, whose arrays are in shared memory. Results do not depend on the
 * number of threads.
 */
export type StartDrawingThreads = (index: DrawingIndex) => DrawingThreads;
