import { setTimeout as wait } from 'node:timers/promises';

/** Long enough for a machine on which much else runs, and shorter than a test may take. */
const LIMIT_MS = 30_000;
const LOOK_MS = 10;

/** In words; as a function where it says how far things have come. */
type What = string | (() => string);

/**
 * Looks again and again until the condition holds. Rejects with what was waited for where it does
 * not within `limitMs`.
 */
export async function waitUntil(
  what: What,
  condition: () => boolean | Promise<boolean>,
  limitMs = LIMIT_MS,
): Promise<void> {
  const begin = performance.now();
  while (!(await within(what, condition(), limitMs))) {
    if (performance.now() - begin > limitMs) throw waited(what, limitMs);
    await wait(LOOK_MS);
  }
}

/**
 * The value of the promise. Rejects with what was waited for where it is not settled within
 * `limitMs`.
 */
export async function within<Value>(what: What, promise: Promise<Value> | Value, limitMs = LIMIT_MS): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(waited(what, limitMs));
    }, limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function waited(what: What, limitMs: number): Error {
  return new Error(`waited ${limitMs / 1000} s for ${typeof what === 'string' ? what : what()}`);
}
