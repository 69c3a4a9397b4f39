/**
 * Numbers the keys [N] with 0, 1, ... in the order in which they first appear; null (no key) gets
 * 0.
 */
export function numberInOrder(keys: ArrayLike<number | string | null>): Uint32Array {
  const numbers = new Map<number | string, number>();
  return Uint32Array.from(keys, (key) => {
    if (key === null) return 0;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}
