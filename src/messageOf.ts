/** The message of any thrown value. */
export function messageOf(error: unknown): string {
  const message = propertyOf(error, 'message');
  return typeof message === 'string' ? message : String(error);
}

/** By shape, because in a `vm` context the system's errors are of another realm. */
export function propertyOf(error: unknown, name: 'code' | 'message'): unknown {
  return typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined;
}
