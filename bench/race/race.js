// @ts-check
import { disagreement } from './disagreement.js';
import { roundOrder } from './roundOrder.js';

/** @typedef {import('./disagreement.js').Outputs} Outputs */

/**
 * @typedef {object} Opened a contender that has said what it computes
 * @property {Outputs} outputs
 * @property {(ms: number) => Promise<number>} round works for about `ms` and gives its speed or time
 * @property {() => Promise<void>} close
 */

/**
 * @typedef {object} Contender
 * @property {'ours' | 'peer'} side
 * @property {string} family whose program it is: of a family, only the best contender becomes a row
 * @property {string} name
 * @property {string | null} variant
 * @property {string | null} node version, or the browser's
 * @property {number | null} threads
 * @property {number | null} batch
 * @property {() => Promise<Opened>} open
 */

/** @typedef {{ contender: Contender, values: readonly number[], failure: string | null }} Result values: one a round */

/**
 * @typedef {object} RaceOptions
 * @property {number} rounds
 * @property {number} roundMs
 * @property {boolean} [warmUp] whether each begins with a round that is not counted, as it does by default
 * @property {(contender: Contender) => Promise<Outputs | null>} [expected] what the outputs must be; without it nothing is compared
 * @property {(text: string) => void} say
 */

/**
 * Opens the contenders, compares their outputs with the expected ones, lets each run one round that
 * is not counted, and then runs rounds in which each takes one turn. A contender that fails or
 * disagrees is not timed.
 *
 * @param {readonly Contender[]} contenders
 * @param {RaceOptions} options
 * @returns {Promise<Result[]>}
 */
export async function race(contenders, { rounds, roundMs, warmUp = true, expected, say }) {
  const results = contenders.map((contender) => ({ contender, values: /** @type {number[]} */ ([]), failure: '' }));
  /** @type {{ result: typeof results[number], opened: Opened }[]} */
  const running = [];
  for (const result of results) {
    const { contender } = result;
    say(`  ${contender.name}`);
    try {
      const opened = await contender.open();
      const wanted = expected && (await expected(contender));
      const difference = wanted && disagreement(opened.outputs, wanted);
      if (difference) {
        result.failure = `disagrees, not timed: ${difference}`;
        await opened.close();
        continue;
      }
      running.push({ result, opened });
      if (warmUp) await opened.round(roundMs);
    } catch (error) {
      result.failure = firstLine(error);
    }
    if (result.failure !== '') say(`    ${result.failure}`);
  }
  for (let round = 0; round < rounds; round++) {
    say(`  round ${round + 1} of ${rounds}`);
    for (const index of roundOrder(running.length, round)) {
      const { result, opened } = running[index];
      if (result.failure !== '') continue;
      try {
        result.values.push(await opened.round(roundMs));
      } catch (error) {
        result.failure = firstLine(error);
        say(`    ${result.contender.name}: ${result.failure}`);
      }
    }
  }
  await Promise.all(running.map(({ opened }) => opened.close()));
  return results.map(({ contender, values, failure }) => ({
    contender,
    values: failure === '' ? values : [],
    failure: failure === '' ? null : failure,
  }));
}

/** @param {unknown} error */
function firstLine(error) {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
