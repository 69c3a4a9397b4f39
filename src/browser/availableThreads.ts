/**
 * How many of `wanted` threads an engine can have here, 1..wanted (@default the number of logical
 * processors). The answer is 1:
 *
 * - on a page that is not cross-origin isolated (https://web.dev/articles/coop-coep), where there
 *   is no shared memory;
 * - outside dedicated workers, because a page's main thread must not wait for other threads. Train
 *   in a worker, which also keeps the page responsive.
 *
 * The results have the same bits on any number of threads. Throws RangeError for a `wanted` that is
 * not an integer above 0.
 */
export function availableThreads(wanted?: number): number {
  if (wanted !== undefined && (!Number.isInteger(wanted) || wanted < 1))
    throw new RangeError(`threads must be an integer above 0. Received ${wanted}.`);
  const mayWait = 'DedicatedWorkerGlobalScope' in globalThis;
  return mayWait && crossOriginIsolated ? (wanted ?? navigator.hardwareConcurrency) : 1;
}
