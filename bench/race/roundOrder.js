// @ts-check

/**
 * The order in which contenders take their turn in a round. Each round begins with the next
 * contender, so that none is always the first. Every second pair of rounds runs backwards, so that
 * none always follows the same neighbour.
 *
 * @param {number} count contenders
 * @param {number} round 0, 1, ...
 * @returns {number[]} each of 0..count-1 once
 */
export function roundOrder(count, round) {
  const order = Array.from({ length: count }, (_, i) => (i + round) % count);
  return round % 4 > 1 ? order.reverse() : order;
}
