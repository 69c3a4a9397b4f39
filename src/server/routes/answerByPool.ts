import type { FastifyReply, onRequestHookHandler } from 'fastify';

import type { ServerContext } from '../serverContext.js';
import { queueFull, runWork } from '../serverPool.js';
import type { AnyWork } from '../worker/work.js';

/** Refuses a request before its body is read if the queue is full. */
export function refuseWhenFull({ pool }: ServerContext): onRequestHookHandler {
  return (_request, _reply, done) => {
    if (pool.full) done(queueFull(pool));
    else done();
  };
}

/**
 * Has a thread do the work and sends its answer. Waiting work is dropped if the client disconnects.
 */
export async function answerByPool(
  { pool, metrics }: ServerContext,
  work: AnyWork,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  const { status, contentType, headers, body, pictures, decodeMs } = await runWork(pool, work, gone.signal);
  metrics.read(pictures, decodeMs);
  return reply.status(status).headers(headers).type(contentType).send(body);
}

/** The body from the parser: its bytes, or no bytes if there was no body. */
export function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array(0);
}
