import { performance } from 'node:perf_hooks';

/** Repeats `step` for about `ms`. Returns the number of steps per second. */
export async function runFor(ms, step) {
  const started = performance.now();
  for (let steps = 1; ; steps++) {
    const pending = step();
    if (pending instanceof Promise) await pending;
    const elapsed = performance.now() - started;
    if (elapsed >= ms) return (1000 * steps) / elapsed;
  }
}

/** Repeats `step` for about `ms`. Returns the median time of a step in milliseconds. */
export async function medianTime(ms, step) {
  const times = [];
  const end = performance.now() + ms;
  for (let now = performance.now(); now < end;) {
    const pending = step();
    if (pending instanceof Promise) await pending;
    const after = performance.now();
    times.push(after - now);
    now = after;
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}
