/** One file of a zip, as the directory of the zip describes it. */
export interface ZipEntry {
  readonly name: string;
  /** Where its local header begins: bytes from the start of the zip. */
  readonly offset: number;
  /** Bytes in the zip. */
  readonly compressedSize: number;
  /** Bytes of the file. */
  readonly size: number;
  /** CRC-32 of the file. */
  readonly crc: number;
  /** 0 = stored, 8 = deflated. */
  readonly method: number;
  readonly encrypted: boolean;
}

/** Bytes of a local header without the name and the extra field that follow it. */
export const LOCAL_HEADER_BYTES = 30;
export const LOCAL_HEADER = 0x04034b50;
const MAX_ENTRY_BYTES = 64 * 2 ** 20;

/**
 * Throws Error for an entry that is not read: encrypted, above `maxBytes` (64 MiB unless it is read
 * piece by piece), or of another method.
 */
export function refuseEntry(
  { encrypted, size, compressedSize, method }: ZipEntry,
  maxBytes: number = MAX_ENTRY_BYTES,
): void {
  if (encrypted) throw new Error('the zip entry is encrypted: unpack the zip with its password');
  if (Math.max(size, compressedSize) > maxBytes) {
    throw new Error(`the zip entry is larger than ${maxBytes} bytes`);
  }
  if (method !== 0 && method !== 8) {
    throw new Error(`zip compression must be 0 (stored) or 8 (deflated). Received ${method}: unpack the zip`);
  }
}

/**
 * Where the content of an entry begins, bytes from the start of the zip. `header` [30] is its local
 * header (PKWARE APPNOTE 6.3.10, section 4.3.7). Throws Error if it is not one, or cut off.
 */
export function contentStart({ offset }: ZipEntry, header: Uint8Array): number {
  const fields = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.length < LOCAL_HEADER_BYTES || fields.getUint32(0, true) !== LOCAL_HEADER) {
    throw new Error('the zip entry has no header where the directory says');
  }
  return offset + LOCAL_HEADER_BYTES + fields.getUint16(26, true) + fields.getUint16(28, true);
}

/** Throws Error if the size or the CRC-32 of an unpacked entry is not what the directory says. */
export function checkUnpacked(entry: ZipEntry, size: number, crc: number): void {
  if (size !== entry.size || crc !== entry.crc) {
    throw new Error('the zip entry is damaged: its size or checksum is not what the directory says');
  }
}
