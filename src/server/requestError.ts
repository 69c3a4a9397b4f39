/**
 * A request that is answered with an error. The body of the answer is `{"error": "<code>:
 * <text>"}`. The text names the limit and the received value, and never a path of this machine.
 */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    /** HTTP status, 400 to 599. */
    readonly status: number,
    /** Error code for programs, in snake case. */
    readonly code: string,
    text: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    // The stack is never shown, and capturing it would cost more than the rest of a refusal.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`${code}: ${text}`);
    Error.stackTraceLimit = stackTraceLimit;
  }
}
