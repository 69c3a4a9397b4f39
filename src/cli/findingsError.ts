/** An audit has found what the user wants it to fail on: exit code 3. */
export class FindingsError extends Error {
  override readonly name = 'FindingsError';
}
