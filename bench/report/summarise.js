// @ts-check
import { median, spread } from '../race/statistics.js';

/** @typedef {import('../works/work.js').Measured} Measured */

/**
 * @typedef {object} Summary what is kept of a work, as JSON
 * @property {string} work name, with the unit in brackets
 * @property {import('../race/rows.js').Row[]} rows
 * @property {Standing[]} contenders every contender, also those that were not timed
 * @property {import('../works/work.js').Table} [table] how to show the rows, where one line each is not the way
 */

/**
 * @typedef {object} Standing
 * @property {string} name
 * @property {'ours' | 'peer'} side
 * @property {string} family
 * @property {number} rounds
 * @property {number | null} median null where it was not timed
 * @property {[number, number] | null} spread
 * @property {string | null} failure why it was not timed
 */

/**
 * @param {Measured} measured
 * @returns {Summary}
 */
export function summarise({ work, rows, results, table }) {
  const contenders = results.map(({ contender: { name, side, family }, values, failure }) => ({
    ...{ name, side, family, rounds: values.length, failure },
    median: values.length === 0 ? null : median(values),
    spread: values.length === 0 ? null : spread(values),
  }));
  return { work, rows, contenders, ...(table !== undefined && { table }) };
}
