import { write, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { systemErrorCode } from '../node/explainSystemError.js';

/** Lines that wait for a disk or a reader that is slower than they come; later ones are dropped. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** A reader that takes nothing now is asked again after this time. */
const RETRY_MS = 100;

/** Writes lines to a file beside the event loop. What cannot be written is lost: nothing waits for it, and nobody is told. */
export interface LogWriter {
  write(line: string): void;
  /** Resolves when all is written, at the latest after `limitMs`; what is left then is dropped, and later lines too. */
  end(limitMs: number): Promise<void>;
}

/**
 * Our own, because sonic-boom's destination, which pino brings, has no end that can be relied on: closed while a line is being
 * written and another waits, it goes on to write nothing for ever; at the exit, with nobody there to read, it tries for ever. The
 * process never ends.
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
  /** Where the process exits at once, after an error that nobody has caught say. */
  function writeRest(): void {
    try {
      if (waiting.length > 0) writeSync(fd, waiting.join(''));
    } catch {
      // It is lost.
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
