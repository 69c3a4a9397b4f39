import type { ErrorAnswer } from '../api/readSchemas.js';

/** A refusal by the server: its status, the code that begins its text, and when to try again. */
export class ServerError extends Error {
  override readonly name = 'ServerError';

  constructor(
    message: string,
    /** HTTP status, 400 to 599. */
    readonly status: number,
    /** `queue_full`, `bad_image`, ...; docs/serving.md lists them. */
    readonly code: string,
    /** Seconds until another try; null if it would not help. */
    readonly retryAfter: number | null,
  ) {
    super(message);
  }

  /** The error in an answer. */
  static async from(answer: Response): Promise<ServerError> {
    const text = await answer.text();
    const message = messageIn(text) ?? `${answer.status} ${answer.statusText}`;
    const code = /^([a-z_]+): /.exec(message)?.[1] ?? 'unknown';
    const seconds = Number(answer.headers.get('retry-after') ?? NaN);
    return new ServerError(message, answer.status, code, Number.isFinite(seconds) ? seconds : null);
  }
}

function messageIn(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as Partial<ErrorAnswer>;
    return typeof error === 'string' ? error : null;
  } catch {
    return null; // the answer of something between us and the server
  }
}
