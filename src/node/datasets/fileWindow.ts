import { readSync } from 'node:fs';

/** Reads a file from front to back in large blocks and returns it in small ones. */
export class FileWindow {
  readonly #file: number;
  readonly #buffer: Buffer;
  #start = 0;
  #length = 0;

  /** `file` is an open file descriptor; the caller closes it. */
  constructor(file: number, { windowBytes = 1 << 20 } = {}) {
    this.#file = file;
    this.#buffer = Buffer.allocUnsafeSlow(windowBytes);
  }

  /**
   * The bytes at `position`, fewer than `length` at the end of the file. Valid until the next call.
   */
  read(position: number, length: number): Buffer {
    if (length > this.#buffer.length) {
      const large = Buffer.allocUnsafeSlow(length);
      return large.subarray(0, readFully(this.#file, large, position));
    }
    if (position < this.#start || position + length > this.#start + this.#length) {
      this.#start = position;
      this.#length = readFully(this.#file, this.#buffer, position);
    }
    const from = position - this.#start;
    return this.#buffer.subarray(from, Math.min(from + length, this.#length));
  }
}

/**
 * Fills `buffer` from `position` of the file on. Returns the number of bytes read, less at the end.
 */
export function readFully(file: number, buffer: Uint8Array, position: number): number {
  let length = 0;
  while (length < buffer.length) {
    const count = readSync(file, buffer, length, buffer.length - length, position + length);
    if (count === 0) break;
    length += count;
  }
  return length;
}
