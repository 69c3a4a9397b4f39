import type { Socket } from 'node:net';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Metrics } from '../metrics.js';
import { RequestError } from '../requestError.js';

/** Route of requests that were answered before there was one. */
const NO_ROUTE = 'none';

/** Counts and logs each request once, when its answer is out or its client gone. */
export function countRequests(
  server: FastifyInstance,
  metrics: Metrics,
): {
  /** Also for what is refused before any hook. */
  readonly begin: (request: FastifyRequest, reply: FastifyReply) => void;
  readonly broken: (status: number, socket: Socket) => void;
} {
  /** Where a request that had begun was refused on its socket. */
  const refused = new WeakMap<Socket, number>();
  const open = new WeakSet<Socket>();
  /** Where the last request was answered before its end; that it has none later is not another request. */
  const early = new WeakSet<Socket>();
  const begin = (request: FastifyRequest, reply: FastifyReply): void => {
    const since = performance.now();
    const { socket } = request.raw;
    open.add(socket);
    early.delete(socket);
    reply.raw.once('close', () => {
      open.delete(socket);
      if (!request.raw.complete) early.add(socket);
      const status = refused.get(socket) ?? (reply.raw.writableFinished ? reply.statusCode : 499);
      const ms = performance.now() - since;
      metrics.answered(request.routeOptions.url ?? NO_ROUTE, status, ms / 1000);
      request.log.info(
        {
          method: request.method,
          path: request.url.slice(0, 200),
          status,
          ms: Math.round(ms * 10) / 10,
          key: request.apiKey?.name,
        },
        'request',
      );
    });
  };
  server.addHook('onRequest', (request, reply, done) => {
    begin(request, reply);
    done();
  });
  server.addHook('onError', (_request, _reply, error, done) => {
    if (error instanceof RequestError && [429, 503, 504].includes(error.status)) metrics.rejected(error.code);
    done();
  });
  return {
    begin,
    broken(status, socket) {
      if (open.has(socket)) refused.set(socket, status);
      else if (!early.has(socket)) metrics.answered(NO_ROUTE, status, 0);
    },
  };
}
