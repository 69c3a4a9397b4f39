import { fstatSync } from 'node:fs';

import { fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';

import { isClutter } from '../../datasets/classFolders.js';
import { DatasetError } from '../../errors.js';
import type { ZipEntry } from '../../formats/encodings/zipEntry.js';
import { messageOf } from '../../messageOf.js';
import { FileWindow } from './fileWindow.js';

const MAX_TOTAL_BYTES = 16 * 2 ** 30;
/** Deflate reaches 1032; pictures, already compressed, stay near 1. */
const MAX_RATIO = 100;
const MAX_ENTRIES = 10_000_000;

/**
 * The files in a zip in the order in which their bytes lie, without folders and clutter. Throws
 * DatasetError if the zip is corrupt, holds a name that leads out of it, or promises far more than
 * its size.
 *
 * yauzl reads the directory, and not our `readZip`: it streams directories of millions of files,
 * knows zip64 and names in CP437, and refuses hostile names.
 */
export async function readZipDirectory(path: string, file: number): Promise<ZipEntry[]> {
  const fileBytes = fstatSync(file).size;
  const entries: ZipEntry[] = [];
  try {
    const zip = await fromRandomAccessReaderPromise(new WindowReader(file), fileBytes);
    if (zip.entryCount > MAX_ENTRIES) throw new Error(`${zip.entryCount} entries, more than ${MAX_ENTRIES}`);
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/') || isClutter(entry.fileName)) continue;
      entries.push({
        name: entry.fileName,
        offset: entry.relativeOffsetOfLocalHeader,
        compressedSize: entry.compressedSize,
        size: entry.uncompressedSize,
        crc: entry.crc32,
        method: entry.compressionMethod,
        encrypted: (entry.generalPurposeBitFlag & 1) !== 0,
      });
    }
  } catch (error) {
    const unsafe = /^(?:absolute path|invalid relative path|invalid characters in fileName): (.*)$/s.exec(
      messageOf(error),
    );
    if (unsafe !== null) {
      throw new DatasetError(`${path}: names in a zip must be relative, without "..". Received "${unsafe[1]}".`);
    }
    throw new DatasetError(`${path}: the zip is corrupt: ${messageOf(error)}`, { cause: error });
  }
  refuseBomb(path, entries, fileBytes);
  return entries.sort((a, b) => a.offset - b.offset);
}

function refuseBomb(path: string, entries: readonly ZipEntry[], fileBytes: number): void {
  let compressed = 0;
  let total = 0;
  for (const entry of entries) {
    compressed += entry.compressedSize;
    total += entry.size;
  }
  if (compressed > fileBytes) {
    throw new DatasetError(
      `${path}: the zip is corrupt: ${compressed} bytes of entries in a file of ${fileBytes} bytes.`,
    );
  }
  if (total > MAX_TOTAL_BYTES || total > fileBytes * MAX_RATIO) {
    throw new DatasetError(
      `${path}: a zip must unpack to at most ${MAX_RATIO} times its size and ${MAX_TOTAL_BYTES} bytes. ` +
        `Received ${fileBytes} bytes that unpack to ${total}.`,
    );
  }
}

/**
 * yauzl asks for some fifty bytes at a time; a system call for each would take longer than decoding
 * the pictures.
 */
class WindowReader extends RandomAccessReader {
  readonly #window: FileWindow;

  constructor(file: number) {
    super();
    this.#window = new FileWindow(file);
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    // Not at once: yauzl asks for the next piece inside the callback.
    process.nextTick(() => {
      callback(null, this.#window.read(position, length).copy(buffer, offset));
    });
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null); // the file is the caller's
  }
}
