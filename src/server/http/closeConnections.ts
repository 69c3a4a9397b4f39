import type { Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';

/** A connection on which nothing arrives within this time is taken for idle. */
const SILENT_MS = 1000;
/**
 * The longest time for a partial request to arrive, or for an answer to be read, once the server
 * closes.
 */
const PATIENCE_MS = 10_000;
const LOOK_MS = 250;

/**
 * Lets a closing server finish. Node would wait, without its usual timeouts, for connections on
 * which nothing, or only half a request, has arrived, or whose answer is not read. Connections on
 * which nothing ever arrived are closed after one second; all others after `requestTimeoutMs` (at
 * most ten seconds), as soon as no request is being worked on.
 */
export function closeConnections(server: FastifyInstance, requestTimeoutMs: number, isWorking: () => boolean): void {
  const open = new Set<Socket>();
  server.server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  let look: NodeJS.Timeout | undefined;
  server.addHook('preClose', () => {
    const begin = performance.now();
    let wasWorking = true;
    look = setInterval(() => {
      const waited = performance.now() - begin;
      const silent = waited > SILENT_MS ? [...open].filter(({ bytesRead }) => bytesRead === 0) : [];
      // Idle at two checks in a row, so that the last answers have been sent.
      const all = waited > Math.min(requestTimeoutMs, PATIENCE_MS) && !wasWorking && !isWorking();
      wasWorking = isWorking();
      for (const socket of all ? open : silent) socket.destroy();
    }, LOOK_MS);
  });
  server.addHook('onClose', () => {
    clearInterval(look);
  });
}
