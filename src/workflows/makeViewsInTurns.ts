import { makeViews } from '../generated/made/makeViews.js';
import { roomForViews, type ViewPlan, type Views, type ViewSources } from '../generated/made/viewPlan.js';

export interface MakeViewsOptions {
  /** Called with the number of pictures made, and the total; never if they are stored already. */
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes the pictures of a plan. How many threads make them does not change them. Throws the
 * signal's reason if it is aborted.
 */
export type MakeViews = (plan: ViewPlan, sources: ViewSources, options?: MakeViewsOptions) => Promise<Views>;

/** Pictures between two turns of the event loop. */
const TURN = 8;

/** Makes pictures on the calling thread, which lets events in now and then. */
export function makeViewsInTurns(nextTurn: () => Promise<void>): MakeViews {
  return async (plan, sources, { onProgress, signal } = {}) => {
    const { count } = plan;
    const views = roomForViews(plan);
    for (let from = 0; from < count; from += TURN) {
      await nextTurn();
      signal?.throwIfAborted();
      const to = Math.min(count, from + TURN);
      makeViews(plan, sources, views, from, to);
      onProgress?.(to, count);
    }
    return views;
  };
}
