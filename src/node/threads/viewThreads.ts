import { Worker } from 'node:worker_threads';
import { makeViews } from '../../generated/made/makeViews.js';
import { roomForViews, type ViewPlan, type Views, type ViewSources } from '../../generated/made/viewPlan.js';
import type { MakeViews } from '../../workflows/makeViewsInTurns.js';
import { taskThreads } from './taskThreads.js';

export interface ViewWork {
  readonly plan: ViewPlan;
  /** In shared memory, as the views are: threads do not copy them. */
  readonly sources: ViewSources;
  readonly views: Views;
}

export interface ViewTask {
  readonly from: number;
  readonly to: number;
}

/** Pictures per task of a thread. */
const TASK = 64;

/** Makes pictures on made paper with threads; a single one is the calling thread. */
export function viewThreads(threads: number): MakeViews {
  return async (plan, sources, { onProgress, signal } = {}) => {
    const { count } = plan;
    const views = roomForViews(plan, true);
    const work: ViewWork = { plan, sources: threads > 1 ? shared(sources) : sources, views };
    const tasks = Array.from({ length: Math.ceil(count / TASK) }, (_, i): ViewTask => {
      return { from: i * TASK, to: Math.min(count, (i + 1) * TASK) };
    });
    const crew = taskThreads<ViewTask, null>(
      Math.min(threads, tasks.length),
      () => new Worker(new URL('./viewWorker.js', import.meta.url), { workerData: work }),
      ({ from, to }) => {
        makeViews(plan, sources, views, from, to);
        return null;
      },
    );
    try {
      await crew.carryOut(tasks, (done) => onProgress?.(Math.min(count, done * TASK), count), signal);
      return views;
    } finally {
      await crew.close();
    }
  };
}

function shared({ people, fonts }: ViewSources): ViewSources {
  return {
    people: { ...people, inputs: inSharedMemory(people.inputs) },
    fonts: fonts && { ...fonts, inputs: inSharedMemory(fonts.inputs) },
  };
}

function inSharedMemory(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
