import { readSync } from 'node:fs';

/** Reads a file front to back in large pieces while handing it out in small ones. */
export class FileWindow {
  readonly #file: number;
  readonly #buffer: Buffer;
  #start = 0;
  #length = 0;

  /** `file` is an open file descriptor, which stays the caller's to close. */
  constructor(file: number, { windowBytes = 1 << 20 } = {}) {
    this.#file = file;
    this.#buffer = Buffer.allocUnsafeSlow(windowBytes);
  }

  /** The bytes at `position`, fewer than `length` at the end of the file. Valid until the next call. */
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

/** Fills `buffer` from `position` on; gives the number of bytes there were. */
export function readFully(file: number, buffer: Uint8Array, position: number): number {
  let length = 0;
  while (length < buffer.length) {
    const count = readSync(file, buffer, length, buffer.length - length, position + length);
    if (count === 0) break;
    length += count;
  }
  return length;
}
