import type { InferAnswer, InferRequest, ModelMetadata, ServerMetadata } from '../api/inferSchemas.js';
import type { FailedAnswer, ReadAnswer, ReadManyAnswer } from '../api/readSchemas.js';
import { type ByteSource, bytesOf, tagOf } from '../image/bytesOf.js';
import { ServerError } from './serverError.js';

/** One encoded picture. */
export type ClientPicture = ByteSource;

export interface ClientOptions {
  /** Sent as a bearer token with every request. */
  readonly key?: string;
  /**
   * How often a request is sent again that was refused because the queue was full (503) or requests
   * came too fast (429). It waits as long as Retry-After says. @default 0
   */
  readonly retries?: number;
  /**
   * Milliseconds that a request and its answer may take; then the call rejects with Error.
   * @default 120_000
   */
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
  /** The accepted share of wrong answers, above 0 and below 1. @default every digit is answered */
  readonly targetError?: number;
  /** Whether each picture is read as one digit, even if it looks like several. @default false */
  readonly single?: boolean;
  readonly signal?: AbortSignal;
}

/** Talks to a Numerist server. Every call rejects with ServerError if the server refuses it. */
export interface Client {
  /** Reads one picture. */
  read(picture: ClientPicture, options?: ClientReadOptions): Promise<ReadAnswer>;
  /** Reads several pictures in one request. Those that cannot be read have the status 'error'. */
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
  /** Whether the server can answer now; also false if no server listens. */
  ready(): Promise<boolean>;
}

/**
 * A client of the server at `url`, for instance `http://127.0.0.1:8080`. Works wherever there is
 * `fetch`: in Node and in browsers.
 */
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
  /** Aborted by `signal`, or if the request takes too long. It keeps no process alive. */
  function limited(path: string, signal: AbortSignal | null): AbortSignal {
    const late = new AbortController();
    AbortSignal.timeout(timeoutMs).addEventListener('abort', () => {
      late.abort(new Error(`no answer to ${path} from ${base} within ${timeoutMs / 1000} s`));
    });
    return signal === null ? late.signal : AbortSignal.any([signal, late.signal]);
  }
  const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;
  const post = (path: string, body: BodyInit, signal?: AbortSignal, type?: string): Promise<Response> =>
    ask(path, {
      method: 'POST',
      body,
      headers: type === undefined ? {} : { 'content-type': type },
      signal: signal ?? null,
    });

  return {
    async read(picture, readOptions = {}) {
      const body = await blobOf(picture);
      return json<ReadAnswer>(
        post(`/v1/read${queryOf(readOptions)}`, body, readOptions.signal, 'application/octet-stream'),
      );
    },
    async readMany(pictures, readOptions = {}) {
      if (pictures.length === 0) return [];
      const form = new FormData();
      for (const picture of pictures) form.append('file', await blobOf(picture), 'picture');
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

function queryOf({ model, version, alternatives, targetError, single }: ClientReadOptions): string {
  const query = new URLSearchParams();
  const parameters = { model, version, alternatives, target_error: targetError, single };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}

async function blobOf(picture: ClientPicture): Promise<Blob> {
  const bytes = await bytesOf(picture);
  if (bytes === null)
    throw new TypeError(`read: picture must be bytes or a Blob. Received [object ${tagOf(picture)}].`);
  return new Blob([bytes]);
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
