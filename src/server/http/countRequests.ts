import type { Socket } from 'node:net';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Metrics } from '../metrics.js';
import { RequestError } from '../requestError.js';

/** The route label of requests that were answered before routing. */
const NO_ROUTE = 'none';

/** Counts and logs each request once, when its answer has been sent or its client is gone. */
export function countRequests(
  server: FastifyInstance,
  metrics: Metrics,
): {
  /** Starts counting a request; also called for requests refused before any hook. */
  readonly begin: (request: FastifyRequest, reply: FastifyReply) => void;
  /** Counts an answer that was written to the bare socket. */
  readonly broken: (status: number, socket: Socket) => void;
} {
  /** Status by socket, for requests that had begun and were then refused on the socket. */
  const refused = new WeakMap<Socket, number>();
  const open = new WeakSet<Socket>();
  /**
   * Sockets whose last request was answered before it had arrived in full; its end is not another
   * request.
   */
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
