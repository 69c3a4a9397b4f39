import { messageOf } from '../../messageOf.js';
import { proxiedFetch, proxyHint } from './proxiedFetch.js';

/** The connection failed in a way that another attempt may fix. */
export class BrokenConnection extends Error {}
/** The bytes received so far are not the beginning of the server's file. */
export class UnknownPart extends BrokenConnection {}

export interface RangeAnswer {
  /**
   * Position in the file at which the bytes begin: as requested, or 0 if the bytes received so far
   * must be dropped.
   */
  readonly start: number;
  /** Bytes of the whole file; null if the server does not report them. */
  readonly total: number | null;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Requests a file from byte `start` on. Redirects are followed. Throws BrokenConnection if another
 * attempt may succeed, and Error if the server refuses for good.
 */
export async function requestRange(
  url: string,
  start: number,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<RangeAnswer> {
  const send = await proxiedFetch();
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort(new Error(`nothing received for ${timeoutMs / 1000} s`));
  }, timeoutMs);
  const either = signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]);
  // No compression: byte positions must be those of the file.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (start > 0) headers['range'] = `bytes=${start}-`;
  let response: Response;
  try {
    response = await send(url, { headers, signal: either });
  } catch (error) {
    clearTimeout(timer);
    throw noAnswer(error, url);
  }
  const position = await readPosition(response, url, start).catch((error: unknown) => {
    clearTimeout(timer);
    throw error;
  });
  return { ...position, chunks: readBody(response, timer) };
}

async function readPosition(
  response: Response,
  url: string,
  start: number,
): Promise<{ start: number; total: number | null }> {
  const { status, statusText } = response;
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  const total = range === null || range[2] === '*' ? null : Number(range[2]);
  if (status === 206 && range !== null && Number(range[1]) === start) return { start, total };
  if (status === 200) {
    const length = response.headers.get('content-length');
    return { start: 0, total: length === null ? null : Number(length) };
  }
  await response.body?.cancel();
  if (status === 416 && total === start) return { start, total }; // nothing is missing
  if (status === 206 || status === 416) throw new UnknownPart('the server has no such part of the file');
  const message = `the server answered ${status} ${statusText}`.trimEnd();
  if (status >= 500 || status === 408 || status === 429) throw new BrokenConnection(message);
  throw new Error(`cannot fetch ${url}: ${message}`);
}

async function* readBody(response: Response, timer: NodeJS.Timeout): AsyncGenerator<Uint8Array> {
  const body: ReadableStream<Uint8Array> | null = response.body;
  const reader = body?.getReader();
  try {
    while (reader !== undefined) {
      const { done, value } = await reader.read();
      if (done) return;
      timer.refresh();
      yield value;
    }
  } catch (error) {
    throw broken(error);
  } finally {
    clearTimeout(timer);
    await reader?.cancel().catch(() => undefined);
  }
}

/** Why no answer came, and through which proxy it should have. */
function noAnswer(error: unknown, url: string): Error {
  const failure = broken(error);
  // undici says this of a proxy that opens no tunnel.
  const refused = /^Proxy response \((\d+)\)/.exec(failure.message);
  if (refused === null) return new BrokenConnection(failure.message + proxyHint(url), { cause: error });
  if (refused[1] !== '407') {
    return new BrokenConnection(`the proxy answered ${refused[1]}${proxyHint(url)}`, { cause: error });
  }
  const wanted = 'it wants a user and a password, as in HTTPS_PROXY=http://user:password@proxy.example:3128';
  return new Error(`cannot fetch ${url}: the proxy answered 407${proxyHint(url)}: ${wanted}.`, { cause: error });
}

/** The deepest cause has the reason: `fetch` and a proxy's tunnel wrap it. */
function broken(error: unknown): BrokenConnection {
  let reason = error;
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause;
  return new BrokenConnection(messageOf(reason), { cause: error });
}
