import { destination, pino, type Logger } from 'pino';

import type { Terminal } from './terminal.js';

/** Lines that wait for a disk or a reader that is slower than they come; later ones are dropped. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** What still waits at the end gets this long. */
const FLUSH_MS = 500;

/**
 * A logger of JSON lines to stderr, and a function that writes what waits, as far as that goes. Nothing that happens to stderr, a full
 * disk say, stops or slows the server.
 */
export function serverLogger(
  { stderr }: Terminal,
  level: string = stderr.isTTY === true ? 'warn' : 'info',
): { readonly logger: Logger; readonly end: () => Promise<void> } {
  stderr.on('error', () => undefined);
  if (stderr !== process.stderr) return { logger: pino({ level }, stderr), end: () => Promise.resolve() };
  const out = destination({ fd: 2, sync: false, maxLength: MAX_WAITING_BYTES });
  out.on('error', () => undefined);
  return {
    logger: pino({ level }, out),
    async end() {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, FLUSH_MS);
        out.flush(() => {
          clearTimeout(timer);
          resolve();
        });
      });
      out.destroy(); // or it would try for ever when the process exits
    },
  };
}
