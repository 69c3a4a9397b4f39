import { write, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { systemErrorCode } from '../node/files/explainSystemError.js';

/** The most bytes of lines waiting for a slow disk or reader; further lines are dropped. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** Time until another try, if the reader takes nothing now. */
const RETRY_MS = 100;

/**
 * Writes lines to a file without blocking the event loop. Lines that cannot be written are lost.
 */
export interface LogWriter {
  write(line: string): void;
  /**
   * Resolves when all lines are written, or after `limitMs`; the rest and later lines are dropped.
   */
  end(limitMs: number): Promise<void>;
}

/**
 * A log writer for an open file. It is our own because the destination that pino brings (sonic-boom
 * 4) does not end reliably: destroyed while it writes one line and another waits, it retries to
 * write nothing without end; and at the exit it retries without end if nobody reads. The process
 * then never ends.
 */
export function openLogWriter(fd: number): LogWriter {
  let waiting: string[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> | null = null;
  let ended = false;

  const put = (bytes: Buffer): Promise<number> =>
    new Promise((resolve, reject) => {
      write(fd, bytes, (error, written) => {
        if (error === null) resolve(written);
        else reject(error);
      });
    });

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      let bytes = Buffer.from(waiting.join(''));
      drop();
      while (bytes.length > 0) {
        try {
          bytes = bytes.subarray(await put(bytes));
        } catch (error) {
          if (ended || !/^(EAGAIN|EBUSY)$/.test(systemErrorCode(error) ?? '')) break;
          await wait(RETRY_MS);
        }
      }
    }
    writing = null;
  }
  function drop(): void {
    waiting = [];
    waitingBytes = 0;
  }
  /** For a process that exits at once, for instance after an uncaught error. */
  function writeRest(): void {
    try {
      if (waiting.length > 0) writeSync(fd, waiting.join(''));
    } catch {
      // The lines are lost.
    }
  }
  process.once('exit', writeRest);

  return {
    write(line) {
      const bytes = Buffer.byteLength(line);
      if (ended || waitingBytes + bytes > MAX_WAITING_BYTES) return;
      waiting.push(line);
      waitingBytes += bytes;
      writing ??= writeAll();
    },
    async end(limitMs) {
      const limit = new AbortController();
      await Promise.race([writing, wait(limitMs, undefined, { signal: limit.signal }).catch(() => undefined)]);
      limit.abort();
      ended = true;
      drop();
      process.off('exit', writeRest);
    },
  };
}
