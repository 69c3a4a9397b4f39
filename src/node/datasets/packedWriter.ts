import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

import type { DatasetFormat, SkippedFile, SplitName } from '../../datasets/dataset.js';
import type { PipelineName } from '../../ink/pipeline.js';
import { inputLengthOf } from '../../ink/pipelines.js';
import { explainSystemError } from '../files/explainSystemError.js';
import { temporaryPathFor } from '../files/writeAtomically.js';

// A packed data set, little-endian:
//
//    0  "NUMDATA1"
//    8  u32 N, u32 bytes of names, u32 bytes of metadata,
//       u32 CRC-32 of everything after the header, u32 CRC-32 of bytes 0..24
//   28  inputs   [N, height * width]
//       labels   [N]
//       splits   [N], 0 = none, 1 = train, 2 = val, 3 = test
//       nameEnds [N] u32, the end of each name in
//       names    UTF-8, one after the other
//       metadata JSON
//
// The header is written last, and then the file is renamed: a file with the final name is complete.

export const PACKED_MAGIC = 'NUMDATA1';
export const PACKED_HEADER_BYTES = 28;
export const SPLIT_CODES: readonly (SplitName | null)[] = [null, 'train', 'val', 'test'];

export interface PackedMetadata {
  /** Identifies the source and the preprocessing of the rows; another key means other rows. */
  readonly key: string;
  readonly format: DatasetFormat;
  readonly pipeline: PipelineName;
  readonly blank: number;
  readonly skipped: readonly SkippedFile[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

const BUFFERED_ROWS = 1024;

/** Writes a packed data set row by row, with at most about a thousand inputs in memory. */
export class PackedWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: number;
  readonly #inputLength: number;
  readonly #buffer: Uint8Array;
  #buffered = 0;
  #rows = 0;
  #at = PACKED_HEADER_BYTES;
  #crc = 0;
  readonly #labels = new GrowingBytes();
  readonly #splits = new GrowingBytes();
  readonly #nameEnds = new GrowingBytes();
  readonly #names = new GrowingBytes();

  /** Throws the system's error if the file cannot be created. */
  constructor(path: string, pipeline: PipelineName) {
    this.#path = path;
    this.#inputLength = inputLengthOf(pipeline);
    this.#buffer = new Uint8Array(BUFFERED_ROWS * this.#inputLength);
    this.#temporary = temporaryPathFor(path);
    this.#file = openSync(this.#temporary, 'wx');
  }

  get rows(): number {
    return this.#rows;
  }

  /**
   * Adds a row: `input` [784], or null for a picture without ink. Throws an Error that names the
   * file if the disk is full.
   */
  add(input: Uint8Array | null, label: number, split: SplitName | null, name: string): void {
    const offset = this.#buffered * this.#inputLength;
    if (input === null) this.#buffer.fill(0, offset, offset + this.#inputLength);
    else this.#buffer.set(input, offset);
    this.#labels.push(Uint8Array.of(label));
    this.#splits.push(Uint8Array.of(SPLIT_CODES.indexOf(split)));
    this.#names.push(Buffer.from(name));
    this.#nameEnds.push(littleEndian(this.#names.length));
    this.#rows++;
    if (++this.#buffered === BUFFERED_ROWS) this.#flush();
  }

  /** Completes the file and renames it to its final name. */
  finish(metadata: PackedMetadata): void {
    this.#flush();
    const json = Buffer.from(JSON.stringify(metadata));
    for (const part of [this.#labels, this.#splits, this.#nameEnds, this.#names]) this.#append(part.bytes());
    this.#append(json);
    const header = Buffer.alloc(PACKED_HEADER_BYTES);
    header.write(PACKED_MAGIC, 'latin1');
    [this.#rows, this.#names.length, json.length, this.#crc].forEach((value, i) =>
      header.writeUInt32LE(value, 8 + 4 * i),
    );
    header.writeUInt32LE(crc32(header.subarray(0, 24)), 24);
    this.#write(header, 0);
    this.#explain(() => {
      fsyncSync(this.#file);
      closeSync(this.#file);
      renameSync(this.#temporary, this.#path);
    });
  }

  /** Removes the unfinished file. */
  abandon(): void {
    try {
      closeSync(this.#file);
    } catch {
      // Already closed: finish() has failed.
    }
    rmSync(this.#temporary, { force: true });
  }

  #flush(): void {
    this.#append(this.#buffer.subarray(0, this.#buffered * this.#inputLength));
    this.#buffered = 0;
  }

  #append(bytes: Uint8Array): void {
    this.#crc = crc32(bytes, this.#crc);
    this.#write(bytes, this.#at);
    this.#at += bytes.length;
  }

  #write(bytes: Uint8Array, position: number): void {
    this.#explain(() => {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at, bytes.length - at, position + at);
    });
  }

  #explain(write: () => void): void {
    try {
      write();
    } catch (error) {
      throw explainSystemError(
        `cannot write the data cache ${this.#path} (set NUMERIST_CACHE to use another folder)`,
        error,
      );
    }
  }
}

/** An array of bytes that doubles its capacity when it is full. */
class GrowingBytes {
  #bytes = new Uint8Array(4096);
  length = 0;

  push(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(2 * Math.max(this.#bytes.length, bytes.length));
      larger.set(this.#bytes.subarray(0, this.length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}

function littleEndian(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}
