import { clearTimeout, setTimeout } from 'node:timers';

/**
 * The value of the promise. Rejects with what was waited for where it is not settled within
 * `seconds`.
 *
 * @template T
 * @param {string} what
 * @param {Promise<T>} promise
 * @param {number} seconds
 * @returns {Promise<T>}
 */
export async function within(what, promise, seconds) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${seconds} s for ${what}`)), 1000 * seconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
