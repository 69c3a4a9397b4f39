// @ts-check
import { race } from '../race/race.js';
import { rowsOf } from '../race/rows.js';

/** @typedef {import('../race/race.js').Contender} Contender */
/** @typedef {import('../race/race.js').RaceOptions} RaceOptions */
/** @typedef {import('../race/race.js').Result} Result */
/** @typedef {import('../race/rows.js').Row} Row */

/**
 * @typedef {object} Context what a work is given
 * @property {import('../installed.js').Installed} installed
 * @property {string} folder that `makeFolder` made
 * @property {number} rounds
 * @property {boolean} quick less of everything: to see whether it works
 * @property {number} threads
 * @property {readonly Measured[]} measured what was measured before, in this run
 * @property {(text: string) => void} say progress
 */

/**
 * @typedef {object} Measured
 * @property {string} work name, with the unit in brackets
 * @property {Result[]} results every contender
 * @property {Row[]} rows
 * @property {Table} [table] how to show the rows, where one line each is not the way
 */

/** @typedef {{ head: readonly string[], cells: readonly (readonly string[])[] }} Table */

/** @typedef {(context: Context) => Promise<Measured[]>} Work */

/**
 * The name of a work on one of the networks; on the classic one, the work's name alone.
 *
 * @param {string} work
 * @param {string} network
 * @param {string} unit
 */
export function workName(work, network, unit) {
  return network === 'classic' ? `${work} (${unit})` : `${work} of ${network} (${unit})`;
}

/**
 * Lets contenders run against each other and returns the rows.
 *
 * @param {string} work
 * @param {'higher' | 'lower'} better
 * @param {readonly Contender[]} contenders
 * @param {Context} context
 * @param {Partial<RaceOptions>} options
 * @returns {Promise<Measured>}
 */
export async function measure(work, better, contenders, context, options = {}) {
  const { rounds, quick, say } = context;
  say(work);
  const results = await race(contenders, { rounds, roundMs: quick ? 300 : 1500, say, ...options });
  return { work, results, rows: rowsOf(work, better, results) };
}
