import type { Metrics } from './metrics.js';
import type { ModelStore } from './models/modelStore.js';
import type { ServerPool } from './serverPool.js';

/** The objects that all routes share. */
export interface ServerContext {
  readonly pool: ServerPool;
  readonly store: ModelStore;
  readonly metrics: Metrics;
  /** True once the server has been asked to stop: it is no longer ready, but still answers. */
  stopping: boolean;
}
