/**
 * A request that is not answered as its sender hoped. The body becomes `{"error": "<code>: <text>"}`; the text names the limit and
 * the value, and never a path of this machine.
 */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    /** HTTP status, 400 to 599. */
    readonly status: number,
    /** For programs, in snake case. */
    readonly code: string,
    text: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    // Nobody looks at its stack, and taking one costs more than all else in a refusal, just when there are many of them.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`${code}: ${text}`);
    Error.stackTraceLimit = stackTraceLimit;
  }
}
