import type { InferAnswer, InferRequest, ModelMetadata, ServerMetadata } from '../api/inferSchemas.js';
import type { FailedAnswer, ReadAnswer, ReadManyAnswer } from '../api/readSchemas.js';
import { ServerError } from './serverError.js';

/** One encoded picture, PNG or JPEG. */
export type ClientPicture = Blob | Uint8Array<ArrayBuffer> | ArrayBuffer;

export interface ClientOptions {
  /** Sent as a bearer token with every request. */
  readonly key?: string;
  /** How often a request that found the queue full (503) or came too often (429) is sent again, after what Retry-After says. @default 0 */
  readonly retries?: number;
  /** Milliseconds that a request may take, its answer included; then the call rejects with Error. @default 120_000 */
  readonly timeoutMs?: number;
  /** @default the platform's */
  readonly fetch?: typeof fetch;
}

export interface ClientReadOptions {
  /** @default the server's default model */
  readonly model?: string;
  /** @default the newest */
  readonly version?: string;
  /** How many other digits each answer names, 0 to 9. @default 2 */
  readonly alternatives?: number;
  /** At most this share of the answers wrong, above 0 and below 1. @default every digit is told */
  readonly targetError?: number;
  readonly signal?: AbortSignal;
}

/** Talks to a Numerist server. Every call rejects with ServerError where the server refuses. */
export interface Client {
  /** Reads one picture. */
  read(picture: ClientPicture, options?: ClientReadOptions): Promise<ReadAnswer>;
  /** Reads several in one request; what cannot be read has the status 'error'. */
  readMany(
    pictures: readonly ClientPicture[],
    options?: ClientReadOptions,
  ): Promise<readonly (ReadAnswer | FailedAnswer)[]>;
  /** Answers an inference request of the Open Inference Protocol, with tensors as JSON. */
  infer(
    model: string,
    request: InferRequest,
    options?: Pick<ClientReadOptions, 'version' | 'signal'>,
  ): Promise<InferAnswer>;
  /** Name, version and extensions of the server. */
  metadata(): Promise<ServerMetadata>;
  /** Versions and tensors of a model. */
  modelMetadata(model: string): Promise<ModelMetadata>;
  /** Whether the server can answer now; false too where nobody listens. */
  ready(): Promise<boolean>;
}

/** A client of the server at `url`, `http://127.0.0.1:8080` say. Works in Node, in browsers, and wherever there is `fetch`. */
export function createClient(url: string | URL, options: ClientOptions = {}): Client {
  const { key, retries = 0, timeoutMs = 120_000, fetch: send = fetch } = options;
  const base = String(url).replace(/\/+$/, '');

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
    for (let attempt = 0; ; attempt++) {
      const answer = await send(`${base}${path}`, { ...init, headers, signal: limited(path, init.signal ?? null) });
      if (answer.ok) return answer;
      const error = await ServerError.from(answer);
      if (attempt >= retries || error.retryAfter === null) throw error;
      await pause(1000 * error.retryAfter, init.signal ?? null);
    }
  }
  /** Aborted by `signal`, and where the request takes too long. It keeps no process alive. */
  function limited(path: string, signal: AbortSignal | null): AbortSignal {
    const late = new AbortController();
    AbortSignal.timeout(timeoutMs).addEventListener('abort', () => {
      late.abort(new Error(`no answer to ${path} from ${base} within ${timeoutMs / 1000} s`));
    });
    return signal === null ? late.signal : AbortSignal.any([signal, late.signal]);
  }
  const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;
  const post = (path: string, body: BodyInit, signal?: AbortSignal, type?: string): Promise<Response> =>
    ask(path, { method: 'POST', body, ...(type && { headers: { 'content-type': type } }), ...(signal && { signal }) });

  return {
    read: (picture, readOptions = {}) =>
      json<ReadAnswer>(
        post(`/v1/read${queryOf(readOptions)}`, blobOf(picture), readOptions.signal, 'application/octet-stream'),
      ),
    async readMany(pictures, readOptions = {}) {
      if (pictures.length === 0) return [];
      const form = new FormData();
      for (const picture of pictures) form.append('file', blobOf(picture), 'picture');
      const { readings } = await json<ReadManyAnswer>(
        post(`/v1/read${queryOf(readOptions)}`, form, readOptions.signal),
      );
      return readings;
    },
    infer: (model, request, { version, signal } = {}) => {
      const path = `/v2/models/${encodeURIComponent(model)}${version === undefined ? '' : `/versions/${encodeURIComponent(version)}`}`;
      return json<InferAnswer>(post(`${path}/infer`, JSON.stringify(request), signal, 'application/json'));
    },
    metadata: () => json<ServerMetadata>(ask('/v2')),
    modelMetadata: (model) => json<ModelMetadata>(ask(`/v2/models/${encodeURIComponent(model)}`)),
    async ready() {
      try {
        return (await send(`${base}/v2/health/ready`, { signal: limited('/v2/health/ready', null) })).ok;
      } catch {
        return false;
      }
    },
  };
}

function queryOf({ model, version, alternatives, targetError }: ClientReadOptions): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ model, version, alternatives, target_error: targetError })) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}

function blobOf(picture: ClientPicture): Blob {
  return picture instanceof Blob ? picture : new Blob([picture]);
}

function pause(milliseconds: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      },
      { once: true },
    );
  });
}
