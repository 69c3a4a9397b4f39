import type { Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';

/** A client that has connected to say something does so in this time. */
const SILENT_MS = 1000;
/** What has come in part when the server closes, may take this long to be there, and an answer to be read. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 250;

/**
 * Lets a server that closes come to its end: Node waits for connections on which nothing was said yet, half a request, or an answer
 * is not read, and its timeouts do not hold any more. Those that never said anything are closed after a second; all that are left
 * after `requestTimeoutMs`, at most ten seconds, as soon as no request is worked on.
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
      // Looked at twice, so that the last answers have left.
      const all = waited > Math.min(requestTimeoutMs, PATIENCE_MS) && !wasWorking && !isWorking();
      wasWorking = isWorking();
      for (const socket of all ? open : silent) socket.destroy();
    }, LOOK_MS);
  });
  server.addHook('onClose', () => {
    clearInterval(look);
  });
}
