// @ts-check

/**
 * The median; for an even number of values, the mean of the middle two. Throws RangeError if there
 * are no values.
 *
 * @param {readonly number[]} values
 */
export function median(values) {
  if (values.length === 0) throw new RangeError('median: values must hold at least one number. Received none.');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Smallest and largest value. Throws RangeError if there are no values.
 *
 * @param {readonly number[]} values
 * @returns {[number, number]}
 */
export function spread(values) {
  if (values.length === 0) throw new RangeError('spread: values must hold at least one number. Received none.');
  return [Math.min(...values), Math.max(...values)];
}

/**
 * The ratio of the medians, and the smallest and largest ratio within one round. A moment's load
 * that slows both sides alike does not show in the latter. Throws RangeError if the sides have
 * different numbers of rounds.
 *
 * @param {readonly number[]} ours one value a round
 * @param {readonly number[]} peer one value a round
 * @returns {{ ratio: number, spread: [number, number] }}
 */
export function compareRounds(ours, peer) {
  if (ours.length !== peer.length) {
    throw new RangeError(
      `compareRounds: both sides must have the same rounds. Received ${ours.length} and ${peer.length}.`,
    );
  }
  return {
    ratio: median(ours) / median(peer),
    spread: spread(ours.map((value, round) => value / peer[round])),
  };
}
