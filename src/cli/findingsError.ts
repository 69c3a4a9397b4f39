/** An audit has findings of the severity given with --fail-on: exit code 3. */
export class FindingsError extends Error {
  override readonly name = 'FindingsError';
}
