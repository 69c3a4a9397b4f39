import { availableParallelism } from 'node:os';

/**
 * How many of `wanted` threads an engine can have: in Node all of them (@default the number of
 * processors), in a browser sometimes only one. Throws RangeError for a `wanted` that is not an
 * integer above 0.
 */
export function availableThreads(wanted = availableParallelism()): number {
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new RangeError(`threads must be an integer above 0. Received ${wanted}.`);
  return wanted;
}
