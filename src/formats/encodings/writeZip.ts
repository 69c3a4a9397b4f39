import { crc32 } from '../../image/crc32.js';
import { LOCAL_HEADER } from './zipEntry.js';

/** A file that goes into a zip. */
export interface FileToZip {
  /** Its name in the zip, with `/` between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ZipOptions {
  /** Deflates each file (RFC 1951, raw). @default files are stored as they are */
  readonly deflate?: (bytes: Uint8Array) => Uint8Array;
}

const UTF8 = new TextEncoder();

type Field = readonly [bytes: 2 | 4 | 8, value: number];

/** Sizes, offsets and counts from these on need the records of zip64. */
const ZIP64_COUNT = 0xffff;
const ZIP64_SIZE = 0xffffffff;
const VERSION: Field = [2, 20];
/** General purpose bit 11: the name is UTF-8. Not set for ASCII, the same in every encoding. */
const UTF8_FLAG = 1 << 11;
/** 1 January 1980, the first day that zip knows. */
const DATE = 0x21;

/**
 * The bytes of a zip of these files, in the given order, as pieces to be put one after the other
 * (PKWARE APPNOTE 6.3.10). More than 65,534 files get the records of zip64 (sections 4.3.14 and
 * 4.3.15). Throws RangeError if the zip would be 4 GiB or more, or a name longer than 65,535 bytes.
 */
export function writeZip(files: readonly FileToZip[], { deflate }: ZipOptions = {}): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { path, bytes } of files) {
    const name = UTF8.encode(path);
    if (name.length > 0xffff) {
      throw new RangeError(`a name in a zip must have at most 65,535 bytes. Received ${name.length}.`);
    }
    const packed = deflate?.(bytes) ?? bytes;
    // What the local header and the directory have in common: "version needed" to "extra length".
    const facts = record(
      VERSION,
      [2, name.length === path.length ? 0 : UTF8_FLAG],
      [2, deflate === undefined ? 0 : 8],
      [2, 0], // time
      [2, DATE],
      [4, crc32(bytes)],
      [4, packed.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0], // extra
    );
    const signature = record([4, LOCAL_HEADER]);
    pieces.push(signature, facts, name, packed);
    // After the facts: comment, disk, internal and external attributes, place of the local header.
    const place = record([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    directory.push(record([4, 0x02014b50], VERSION), facts, place, name);
    offset += signature.length + facts.length + name.length + packed.length;
    if (offset >= ZIP64_SIZE) throw new RangeError('a zip must be smaller than 4 GiB.');
  }
  return [...pieces, ...directory, ...endOf(files.length, offset, totalLength(directory))];
}

/** The records after a directory of `count` files that begins at `start` and has `size` bytes. */
function endOf(count: number, start: number, size: number): Uint8Array[] {
  if (start + size >= ZIP64_SIZE) throw new RangeError('a zip must be smaller than 4 GiB.');
  const isZip64 = count >= ZIP64_COUNT;
  const shortCount = isZip64 ? ZIP64_COUNT : count;
  // Disk, disk of the directory, files on this disk, files, directory, comment.
  const end = record([4, 0x06054b50], [2, 0], [2, 0], [2, shortCount], [2, shortCount], [4, size], [4, start], [2, 0]);
  if (!isZip64) return [end];
  const end64 = record(
    [4, 0x06064b50],
    [8, 44], // bytes that follow
    [2, 45], // version made by
    [2, 45], // version needed
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, size],
    [8, start],
  );
  const locator = record([4, 0x07064b50], [4, 0], [8, start + size], [4, 1]);
  return [end64, locator, end];
}

/** Little-endian numbers. */
function record(...fields: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [length]) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [length, value] of fields) {
    if (length === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true); // of eight bytes the upper four stay 0: no zip has 4 GiB
    at += length;
  }
  return bytes;
}

function totalLength(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
