import { createHash } from 'node:crypto';
import { closeSync, createReadStream, ftruncateSync, openSync, writeSync } from 'node:fs';

import { explainSystemError } from '../files/explainSystemError.js';

/** A partly downloaded file and its checksum. */
export interface PartFile {
  readonly path: string;
  /** Bytes in the file. */
  readonly received: number;
  /** Throws an Error that names the file if the disk is full. */
  append(bytes: Uint8Array): void;
  /** Empties the file. */
  restart(): void;
  /** SHA-256 of the whole file, hexadecimal. Call it once, at the end. */
  sha256(): string;
  close(): void;
}

/** Opens the file of an earlier download to continue it, or creates it. */
export async function openPartFile(path: string): Promise<PartFile> {
  let file: number;
  try {
    file = openSync(path, 'a+');
  } catch (error) {
    throw explainSystemError(`cannot write ${path}`, error);
  }
  let hash = createHash('sha256');
  let received = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    received += chunk.length;
  }
  return {
    path,
    get received() {
      return received;
    },
    append(bytes) {
      try {
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      } catch (error) {
        throw explainSystemError(`cannot write ${path}`, error);
      }
      hash.update(bytes);
      received += bytes.length;
    },
    restart() {
      ftruncateSync(file, 0);
      hash = createHash('sha256');
      received = 0;
    },
    sha256: () => hash.digest('hex'),
    close() {
      closeSync(file);
    },
  };
}
