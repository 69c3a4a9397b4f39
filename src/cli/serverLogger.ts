import { destination, pino, type Logger } from 'pino';

import type { Terminal } from './terminal.js';

/** Lines that wait for a disk or a reader that is slower than they come; later ones are dropped. */
const MAX_WAITING_BYTES = 1024 * 1024;

/**
 * A logger of JSON lines to stderr, and a function that writes what waits. Nothing that happens to stderr, a full disk say, stops
 * or slows the server.
 */
export function serverLogger(
  { stderr }: Terminal,
  level: string = stderr.isTTY === true ? 'warn' : 'info',
): { readonly logger: Logger; readonly flush: () => void } {
  stderr.on('error', () => undefined);
  if (stderr !== process.stderr) return { logger: pino({ level }, stderr), flush: () => undefined };
  const out = destination({ fd: 2, sync: false, maxLength: MAX_WAITING_BYTES });
  out.on('error', () => undefined);
  return {
    logger: pino({ level }, out),
    flush: () => {
      try {
        out.flushSync();
      } catch {
        // What could not be written to the end is lost.
      }
    },
  };
}
