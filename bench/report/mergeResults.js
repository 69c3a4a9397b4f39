// @ts-check

/** @typedef {import('./summarise.js').Summary} Summary */

/**
 * @typedef {object} KeptWork a work as it was last measured
 * @property {string} name that `--only` takes
 * @property {readonly string[]} run when, on which machine and with which versions: a line each, the first is the time
 * @property {readonly Summary[]} measured
 */

/**
 * The stored results with the new ones in place of the old ones. A work that could not be measured
 * this time keeps its old results.
 *
 * @param {readonly KeptWork[]} kept
 * @param {readonly KeptWork[]} fresh
 * @param {readonly string[]} order names of all works; others are dropped
 * @returns {KeptWork[]}
 */
export function mergeResults(kept, fresh, order) {
  const found = [...fresh.filter(({ measured }) => measured.length > 0), ...kept];
  return order.flatMap((name) => found.find((work) => work.name === name) ?? []);
}
