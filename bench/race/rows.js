// @ts-check
import { compareRounds, median, spread } from './statistics.js';

/** @typedef {import('./race.js').Result} Result */

/**
 * @typedef {object} Row one comparison, as `--json` prints it
 * @property {string} work with its unit in brackets
 * @property {string | null} variant
 * @property {string | null} node version, or the browser's
 * @property {number | null} threads
 * @property {number | null} batch
 * @property {number} ours median over the rounds
 * @property {number | null} peer median over the rounds
 * @property {string | null} peerName
 * @property {number | null} ratio ours / peer, of the medians
 * @property {[number, number]} spread smallest and largest ratio within a round; without a peer, of ours
 */

/**
 * One row per contender of ours, against the best contender of each family of peers.
 *
 * @param {string} work
 * @param {'higher' | 'lower'} better
 * @param {readonly Result[]} results
 * @returns {Row[]}
 */
export function rowsOf(work, better, results) {
  const timed = results.filter(({ values }) => values.length > 0);
  const peers = bestOfEachFamily(
    timed.filter(({ contender }) => contender.side === 'peer'),
    better,
  );
  return timed.filter(({ contender }) => contender.side === 'ours').flatMap((ours) => rowsOfOne(work, ours, peers));
}

/**
 * @param {string} work
 * @param {Result} ours
 * @param {readonly Result[]} peers
 * @returns {Row[]}
 */
function rowsOfOne(work, { contender: { variant, node, threads, batch }, values }, peers) {
  const ours = { work, variant, node, threads, batch, ours: median(values) };
  if (peers.length === 0) return [{ ...ours, peer: null, peerName: null, ratio: null, spread: spread(values) }];
  return peers.map((peer) => ({
    ...ours,
    peer: median(peer.values),
    peerName: peer.contender.name,
    ...compareRounds(values, peer.values),
  }));
}

/**
 * @param {readonly Result[]} peers
 * @param {'higher' | 'lower'} better
 */
function bestOfEachFamily(peers, better) {
  const sign = better === 'higher' ? 1 : -1;
  /** @type {Map<string, Result>} */
  const best = new Map();
  for (const peer of peers) {
    const known = best.get(peer.contender.family);
    if (known === undefined || sign * median(peer.values) > sign * median(known.values)) {
      best.set(peer.contender.family, peer);
    }
  }
  return [...best.values()];
}
