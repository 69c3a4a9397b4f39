import { rmSync, renameSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { DatasetError } from '../../errors.js';
import { messageOf } from '../../messageOf.js';
import { explainSystemError } from '../files/explainSystemError.js';
import { openPartFile, type PartFile } from './partFile.js';
import { BrokenConnection, requestRange, UnknownPart } from './requestRange.js';

export interface DownloadProgress {
  readonly name: string;
  /** Bytes so far, including those of an earlier run. */
  readonly received: number;
  /** Bytes in total; null if not known. */
  readonly total: number | null;
  /** Bytes per second in this run. */
  readonly rate: number;
  /** Null if not known. */
  readonly secondsLeft: number | null;
}

export interface DownloadOptions {
  /** Name for progress and errors. */
  readonly name: string;
  /** Expected size; null if not known. */
  readonly bytes: number | null;
  /** Expected checksum, lower-case hexadecimal; null if not known. */
  readonly sha256: string | null;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Connections that may break in a row without receiving a byte. @default 4 */
  readonly attempts?: number | undefined;
  /** Milliseconds without a byte after which a connection counts as broken. @default 30_000 */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds before a new attempt; doubles with each. @default 1000 */
  readonly pauseMs?: number | undefined;
}

/**
 * Downloads `url` to `path` and returns the SHA-256 of the file. The bytes are collected in
 * `<path>.part`, which a later call continues; it is renamed to `path` once size and checksum are
 * right.
 *
 * Throws DatasetError if size or checksum are wrong, and removes the part if its checksum is wrong.
 * Throws Error if the server refuses, the connection keeps breaking, or the disk is full, and keeps
 * the part.
 */
export async function downloadFile(url: string, path: string, options: DownloadOptions): Promise<string> {
  const part = await openPartFile(`${path}.part`);
  try {
    if (options.bytes !== null && part.received > options.bytes) part.restart();
    if (part.received !== options.bytes) await receiveAll(url, part, options);
  } finally {
    part.close();
    if (part.received === 0 && options.bytes !== 0) rmSync(part.path, { force: true });
  }
  const sha256 = part.sha256();
  if (options.sha256 !== null && options.sha256 !== sha256) {
    rmSync(part.path, { force: true });
    throw new DatasetError(
      `${options.name}: the sha256 of ${url} must be ${options.sha256}. Received ${sha256}. The download was removed.`,
    );
  }
  try {
    renameSync(part.path, path);
  } catch (error) {
    throw explainSystemError(`cannot write ${path}`, error);
  }
  return sha256;
}

async function receiveAll(url: string, part: PartFile, options: DownloadOptions): Promise<void> {
  const { attempts = 4, pauseMs = 1000, signal } = options;
  for (let failures = 0; ;) {
    const before = part.received;
    try {
      await receive(url, part, options);
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof BrokenConnection)) throw error;
      if (error instanceof UnknownPart) part.restart();
      failures = part.received > before ? 1 : failures + 1;
      if (failures >= attempts) {
        const kept =
          part.received > 0
            ? `; the ${part.received} bytes received are kept, and fetching again continues from there`
            : '';
        throw new Error(`cannot fetch ${url}: ${messageOf(error)}, ${attempts} times${kept}.`, { cause: error });
      }
      await wait(pauseMs * 2 ** (failures - 1), undefined, { signal });
    }
  }
}

/** Makes one request, up to the end of the file. */
async function receive(url: string, part: PartFile, options: DownloadOptions): Promise<void> {
  const { name, bytes, timeoutMs = 30_000, onProgress, signal } = options;
  const answer = await requestRange(url, part.received, { timeoutMs, signal });
  const total = answer.total ?? bytes;
  if (bytes !== null && total !== bytes) {
    throw new DatasetError(`${name}: ${url} must have ${bytes} bytes. The server offers ${total}.`);
  }
  if (answer.start !== part.received) part.restart(); // the server starts at 0

  const started = performance.now();
  const before = part.received;
  for await (const chunk of answer.chunks) {
    part.append(chunk);
    const { received } = part;
    const rate = (1000 * (received - before)) / Math.max(performance.now() - started, 1);
    const secondsLeft = total === null ? null : (total - received) / rate;
    onProgress?.({ name, received, total, rate, secondsLeft });
  }
  if (total !== null && part.received !== total) {
    const { received } = part;
    if (received > total) part.restart();
    throw new BrokenConnection(`the connection ended after ${received} of ${total} bytes`);
  }
}
