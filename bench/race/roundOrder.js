// @ts-check

/**
 * In which order the contenders take their turn in a round: each round begins one further, so that nobody is always the
 * first, and every second pair of rounds runs backwards, so that nobody always follows the same neighbour.
 *
 * @param {number} count contenders
 * @param {number} round 0, 1, ...
 * @returns {number[]} each of 0..count-1 once
 */
export function roundOrder(count, round) {
  const order = Array.from({ length: count }, (_, i) => (i + round) % count);
  return round % 4 > 1 ? order.reverse() : order;
}
