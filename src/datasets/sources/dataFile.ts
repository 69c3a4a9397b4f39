/** A file of a data set, wherever it lies: on a disk, in a zip, or chosen in a page. */
export interface DataFile {
  /** Relative to the data set, with `/`. */
  readonly path: string;
  /** What errors call it. */
  readonly name: string;
  /** Bytes, before unpacking. */
  readonly size: number;
  /** Whether the file is a gzip. */
  isGzip(): boolean | Promise<boolean>;
  /** The bytes, chunk by chunk, unpacked if they are gzip. Throws DatasetError if it is damaged. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** The first `length` bytes of a file, fewer if it is shorter, and unpacked if they are gzip. */
export async function readHead(file: DataFile, length: number): Promise<Uint8Array> {
  const head = new Uint8Array(length);
  let held = 0;
  for await (const chunk of file.chunks()) {
    const taken = chunk.subarray(0, length - held);
    head.set(taken, held);
    held += taken.length;
    if (held === length) break;
  }
  return head.subarray(0, held);
}

/**
 * Skips `skip` bytes, then cuts chunks of any size into records of `length` bytes, each valid until
 * the next. The last one may be shorter.
 */
export async function* cutRecords(
  chunks: AsyncIterable<Uint8Array>,
  skip: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  const carried = new Uint8Array(length);
  let held = 0;
  let toSkip = skip;
  for await (const chunk of chunks) {
    let at = Math.min(toSkip, chunk.length);
    toSkip -= at;
    if (held > 0) {
      const missing = Math.min(length - held, chunk.length);
      carried.set(chunk.subarray(0, missing), held);
      held += missing;
      at = missing;
      if (held < length) continue;
      yield carried;
    }
    for (; at + length <= chunk.length; at += length) yield chunk.subarray(at, at + length);
    held = chunk.length - at;
    carried.set(chunk.subarray(at));
  }
  if (held > 0) yield carried.subarray(0, held);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder of a path, with a `/` at the end; empty for the top. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
