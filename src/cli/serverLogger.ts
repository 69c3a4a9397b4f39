import { pino, type Logger } from 'pino';

import { openLogWriter } from './logWriter.js';
import type { Terminal } from './terminal.js';

/** What still waits at the end gets this long. */
const FLUSH_MS = 2000;

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
  const out = openLogWriter(2);
  return { logger: pino({ level }, out), end: () => out.end(FLUSH_MS) };
}
