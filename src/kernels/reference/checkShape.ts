/**
 * Refuses a shape with a size that is not a whole number above 0.
 *
 * @throws RangeError `conv2d: C must be an integer above 0. Received 1.5.`
 */
export function checkShape(kernel: string, shape: Readonly<Record<string, number>>): void {
  for (const [letter, size] of Object.entries(shape)) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`${kernel}: ${letter} must be an integer above 0. Received ${size}.`);
    }
  }
}
