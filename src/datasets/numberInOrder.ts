/** Numbers 0, 1, ... for keys [N] in the order in which they first appear; 0 for null, which is no key. */
export function numberInOrder(keys: ArrayLike<number | string | null>): Uint32Array {
  const numbers = new Map<number | string, number>();
  return Uint32Array.from(keys, (key) => {
    if (key === null) return 0;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}
