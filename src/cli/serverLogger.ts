import { pino, type Logger } from 'pino';

import { openLogWriter } from './logWriter.js';
import type { Terminal } from './terminal.js';

/** Time to write the remaining lines at the end. */
const FLUSH_MS = 2000;

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
  const out = openLogWriter(2);
  return { logger: pino({ level }, out), end: () => out.end(FLUSH_MS) };
}
