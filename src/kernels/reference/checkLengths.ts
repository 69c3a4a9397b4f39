/**
 * Refuses arrays that are too short for n images. `arrays` maps each name to the array and the
 * length that it needs.
 *
 * @throws RangeError `conv2d: y must hold at least 648 numbers. Received 100.`
 */
export function checkLengths(
  kernel: string,
  n: number,
  arrays: Readonly<Record<string, readonly [array: ArrayLike<number>, needed: number]>>,
): void {
  if (!Number.isSafeInteger(n) || n < 0) {
    throw new RangeError(`${kernel}: n must be an integer, 0 or more. Received ${n}.`);
  }
  for (const [name, [array, needed]] of Object.entries(arrays)) {
    if (array.length < needed) {
      throw new RangeError(`${kernel}: ${name} must hold at least ${needed} numbers. Received ${array.length}.`);
    }
  }
}
