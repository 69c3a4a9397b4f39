import { PoolError } from '../node/pool/poolError.js';
import { WorkerPool, type WorkerPoolOptions } from '../node/pool/workerPool.js';
import { RequestError } from './requestError.js';
import type { AnyWork, HttpAnswer, ServedModelFiles, WorkerSettings } from './worker/work.js';

/** The threads that answer requests; their resources are the models. */
export type ServerPool = WorkerPool<AnyWork, HttpAnswer, ServedModelFiles>;

type PoolOptions = WorkerPoolOptions<AnyWork>;

interface ServerPoolOptions
  extends
    Pick<PoolOptions, 'module' | 'threads' | 'onLost' | 'onTaken'>,
    Pick<PoolOptions, 'queueSize' | 'queueTimeoutMs' | 'workTimeoutMs'>,
    WorkerSettings {}

const RESOURCE_LIMITS = {
  /** Far above what parsing a body takes; pictures and weights are outside of this heap. */
  maxOldGenerationSizeMb: 512,
  /** Half of what it could be: garbage of requests dies young, and memory settles sooner. */
  maxYoungGenerationSizeMb: 12,
};

/** Starts the threads of a server, without models. */
export function createServerPool(options: ServerPoolOptions): ServerPool {
  const { module, threads, queueSize, queueTimeoutMs, workTimeoutMs, maxPixels, maxPictures } = options;
  return new WorkerPool({
    module,
    threads,
    queueSize,
    queueTimeoutMs,
    workTimeoutMs,
    settings: { maxPixels, maxPictures } satisfies WorkerSettings,
    resourceLimits: RESOURCE_LIMITS,
    resourceOf: ({ model }) => model,
    sizeOf: ({ body }) => body.length,
    onLost: options.onLost,
    onTaken: options.onTaken,
  });
}

/**
 * Has a thread answer a request. Rejects with RequestError: 503 if the queue is full or the server
 * stops, 504 if the work has waited too long (then it was not begun), 500 if its thread has ended,
 * and 499 if `signal` was aborted before.
 */
export async function runWork(pool: ServerPool, work: AnyWork, signal: AbortSignal): Promise<HttpAnswer> {
  try {
    return await pool.run(work, signal);
  } catch (error) {
    throw error instanceof PoolError ? requestErrorOf(error, pool) : error;
  }
}

/** The error for a request if the queue is full. */
export function queueFull({ options }: ServerPool): RequestError {
  return new RequestError(503, 'queue_full', `${options.queueSize} requests wait`, { 'retry-after': '1' });
}

function requestErrorOf({ reason }: PoolError, pool: ServerPool): RequestError {
  switch (reason) {
    case 'full':
      return queueFull(pool);
    case 'late': {
      const { queueTimeoutMs } = pool.options;
      return new RequestError(504, 'deadline_passed', `waited longer than ${queueTimeoutMs} ms, not begun`);
    }
    case 'lost':
      return new RequestError(500, 'worker_lost', 'the thread that worked on this request has ended');
    case 'cancelled':
      return new RequestError(499, 'cancelled', 'the client has closed the connection');
    case 'stopping':
      return new RequestError(503, 'stopping', 'the server stops');
  }
}
