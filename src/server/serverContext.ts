import type { Metrics } from './metrics.js';
import type { ModelStore } from './models/modelStore.js';
import type { ServerPool } from './serverPool.js';

/** What the routes share. */
export interface ServerContext {
  readonly pool: ServerPool;
  readonly store: ModelStore;
  readonly metrics: Metrics;
  /** True from the moment in which the server is told to stop: it is not ready any more, but still answers. */
  stopping: boolean;
}
