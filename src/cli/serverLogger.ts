import { destination, pino, type Logger } from 'pino';

import type { Terminal } from './terminal.js';

/** The most bytes of lines waiting for a slow disk or reader; further lines are dropped. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Time to write the remaining lines at the end. */
const FLUSH_MS = 500;

/**
 * A logger of JSON lines to stderr, and a function that writes waiting lines as far as possible.
 * Nothing that happens to stderr, such as a full disk, stops or slows the server.
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
      out.destroy(); // or it would retry forever when the process exits
    },
  };
}
