import { crc32 } from '../../image/crc32.js';
import { checkUnpacked, contentStart, LOCAL_HEADER_BYTES, refuseEntry, type ZipEntry } from './zipEntry.js';

/** The bytes of a zip, read piece by piece. */
export interface ZipBytes {
  readonly size: number;
  /** The bytes `[from, to)`; fewer where the zip ends before. */
  read(from: number, to: number): Promise<Uint8Array>;
}

/** A zip that is in memory. */
export function zipInMemory(bytes: Uint8Array): ZipBytes {
  return { size: bytes.length, read: (from, to) => Promise.resolve(bytes.subarray(from, to)) };
}

/**
 * Inflates a raw deflate stream (RFC 1951). It must throw if the stream is damaged or cut off, and
 * must stop, by throwing or with more bytes than `size`, once the output grows past `size` bytes.
 */
export type InflateRaw = (packed: Uint8Array, size: number) => Uint8Array | Promise<Uint8Array>;

/** A file in a zip. */
export interface PackedFile {
  readonly path: string;
  readonly entry: ZipEntry;
  /**
   * Where its packed content begins, bytes from the start of the zip, for those who unpack it piece
   * by piece. Rejects with Error if it is encrypted, of another method, or has no header.
   */
  start(): Promise<number>;
  /** Unpacks it. Rejects with Error if it is damaged, encrypted, too large or of another method. */
  read(): Promise<Uint8Array>;
}

const END = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_BYTES = 46;
/** Fields with these values refer to a zip64 record. */
const ZIP64_COUNT = 0xffff;
const ZIP64_SIZE = 0xffffffff;
const UTF8 = new TextDecoder();

/**
 * The files of a zip, without folders, in the order of its directory (PKWARE APPNOTE 6.3.10,
 * sections 4.3.12 and 4.3.16). Names are decoded as UTF-8 whatever their flags say, because most
 * programs write UTF-8. Throws Error if this is not a zip, if its directory is damaged or promises
 * more bytes than there are, or if it is a zip64.
 */
export async function readZip(zip: ZipBytes, inflateRaw: InflateRaw): Promise<PackedFile[]> {
  const entries = await readDirectory(zip);
  const packed = entries.reduce((sum, { compressedSize }) => sum + compressedSize, 0);
  if (packed > zip.size) {
    throw new Error(`The directory of this zip is damaged: it lists ${packed} bytes in ${zip.size}.`);
  }
  return entries
    .filter(({ name }) => !name.endsWith('/'))
    .map((entry) => ({
      path: entry.name,
      entry,
      async start() {
        refuseEntry(entry, Infinity);
        return startOf(zip, entry);
      },
      read: () => unpack(zip, entry, inflateRaw),
    }));
}

async function readDirectory(zip: ZipBytes): Promise<ZipEntry[]> {
  const end = await findEnd(zip);
  const [count, size, start] = [end.getUint16(10, true), end.getUint32(12, true), end.getUint32(16, true)];
  if (count === ZIP64_COUNT || size === ZIP64_SIZE || start === ZIP64_SIZE) throw isZip64();
  const bytes = await zip.read(start, start + size);
  const directory = viewOf(bytes);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + DIRECTORY_ENTRY_BYTES > bytes.length || directory.getUint32(at, true) !== DIRECTORY_ENTRY) {
      throw new Error('The directory of this zip is damaged.');
    }
    const nameStart = at + DIRECTORY_ENTRY_BYTES;
    const nameEnd = nameStart + directory.getUint16(at + 28, true);
    if (nameEnd > bytes.length) throw new Error('The directory of this zip is damaged.');
    const entry = {
      name: UTF8.decode(bytes.subarray(nameStart, nameEnd)),
      offset: directory.getUint32(at + 42, true),
      compressedSize: directory.getUint32(at + 20, true),
      size: directory.getUint32(at + 24, true),
      crc: directory.getUint32(at + 16, true),
      method: directory.getUint16(at + 10, true),
      encrypted: (directory.getUint16(at + 8, true) & 1) === 1,
    };
    if ([entry.offset, entry.compressedSize, entry.size].includes(ZIP64_SIZE)) throw isZip64();
    entries.push(entry);
    at = nameEnd + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true); // extra, comment
  }
  return entries;
}

/** The record at the end of a zip; behind it there is nothing but a comment. */
async function findEnd(zip: ZipBytes): Promise<DataView> {
  const tail = viewOf(await zip.read(Math.max(0, zip.size - END_BYTES - MAX_COMMENT_BYTES), zip.size));
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    const commentBytes = tail.getUint16(at + 20, true);
    if (at + END_BYTES + commentBytes === tail.byteLength) {
      return new DataView(tail.buffer, tail.byteOffset + at, END_BYTES);
    }
  }
  throw new Error('This file is not a zip, or it is cut off.');
}

async function unpack(zip: ZipBytes, entry: ZipEntry, inflateRaw: InflateRaw): Promise<Uint8Array> {
  refuseEntry(entry);
  const { compressedSize, size, method } = entry;
  const start = await startOf(zip, entry);
  const packed = await zip.read(start, start + compressedSize);
  if (packed.length < compressedSize) throw new Error('the zip entry is cut off');
  const bytes = method === 0 ? packed : await inflate(inflateRaw, packed, size);
  if (bytes.length > size) throw new Error('the zip entry is larger than the directory says');
  checkUnpacked(entry, bytes.length, crc32(bytes));
  return bytes;
}

async function startOf(zip: ZipBytes, entry: ZipEntry): Promise<number> {
  return contentStart(entry, await zip.read(entry.offset, entry.offset + LOCAL_HEADER_BYTES));
}

async function inflate(inflateRaw: InflateRaw, packed: Uint8Array, size: number): Promise<Uint8Array> {
  try {
    return await inflateRaw(packed, size);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the zip entry is damaged: ${reason}`, { cause });
  }
}

function isZip64(): Error {
  return new Error('Zips of more than 65,534 files or 4 GB (zip64) are not read here: use numerist train.');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
