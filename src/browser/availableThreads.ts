/**
 * How many of `wanted` threads an engine can have here, 1..wanted (@default as many as there are logical processors). It is 1
 *
 * - on a page that is not cross-origin isolated (https://web.dev/articles/coop-coep), where there is no shared memory;
 * - outside dedicated workers: a page's main thread must not wait for others. Train in a worker, which also keeps the page alive.
 *
 * The results are the same bits on any number of threads. Throws RangeError for a `wanted` that is no integer above 0.
 */
export function availableThreads(wanted?: number): number {
  if (wanted !== undefined && (!Number.isInteger(wanted) || wanted < 1))
    throw new RangeError(`threads must be an integer above 0. Received ${wanted}.`);
  const mayWait = 'DedicatedWorkerGlobalScope' in globalThis;
  return mayWait && crossOriginIsolated ? (wanted ?? navigator.hardwareConcurrency) : 1;
}
