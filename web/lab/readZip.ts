/** A file inside a zip. */
export interface ZippedFile {
  readonly path: string;
  /** Unpacks the file. Rejects with Error if it is damaged, too large or of an unsupported kind. */
  read(): Promise<Uint8Array>;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
/**
 * The end record of 22 bytes lies in these last bytes: a comment of at most 65,535 bytes may
 * follow.
 */
const TAIL = 65_557;
const MAX_FILE_BYTES = 64 * 2 ** 20;
const UTF8 = new TextDecoder();

/**
 * The files of a zip in the order of its directory (PKWARE APPNOTE 6.3.10, sections 4.3.12 and
 * 4.3.16), read from the blob piece by piece. Rejects with Error if the blob is not a zip, is
 * damaged or is a zip64. Encrypted files and methods other than stored and deflate are refused when
 * they are read.
 */
export async function readZip(blob: Blob): Promise<ZippedFile[]> {
  const tail = await view(blob.slice(Math.max(0, blob.size - TAIL)));
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== END) end--;
  if (end < 0) throw new Error('This file is not a zip, or it is cut off.');
  const count = tail.getUint16(end + 10, true);
  const [size, start] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  if (start === 0xffffffff || (count === 0xffff && size > 0))
    throw new Error('Zips of more than 65,534 files or 4 GB cannot be read here: use numerist train.');
  const directory = await view(blob.slice(start, start + size));
  const entries: ZippedFile[] = [];
  for (let at = 0, i = 0; i < count; i++) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== ENTRY)
      throw new Error('The directory of this zip is damaged.');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      directory.getUint16(at + offset, true),
    );
    const path = UTF8.decode(new Uint8Array(directory.buffer, at + 46, nameLength));
    const entry = {
      encrypted: (directory.getUint16(at + 8, true) & 1) === 1,
      method: directory.getUint16(at + 10, true),
      packed: directory.getUint32(at + 20, true),
      size: directory.getUint32(at + 24, true),
      header: directory.getUint32(at + 42, true),
    };
    at += 46 + nameLength + extraLength + commentLength;
    if (!path.endsWith('/')) entries.push({ path, read: () => unpack(blob, entry) });
  }
  return entries;
}

interface Packed {
  readonly encrypted: boolean;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly header: number;
}

async function unpack(blob: Blob, { encrypted, method, packed, size, header }: Packed): Promise<Uint8Array> {
  if (encrypted) throw new Error('it is encrypted');
  if (size > MAX_FILE_BYTES) throw new Error(`it is larger than ${MAX_FILE_BYTES} bytes`);
  if (method !== 0 && method !== 8) throw new Error(`it is packed by method ${method}`);
  const local = await view(blob.slice(header, header + 30));
  const start = header + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const stored = blob.slice(start, start + packed);
  if (method === 0) return new Uint8Array(await stored.arrayBuffer());
  const reader = stored.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const bytes = new Uint8Array(size);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (length + value.length > size) {
      await reader.cancel();
      throw new Error('it is larger than the zip says');
    }
    bytes.set(value, length);
    length += value.length;
  }
  if (length < size) throw new Error('it is cut off');
  return bytes;
}

async function view(blob: Blob): Promise<DataView> {
  return new DataView(await blob.arrayBuffer());
}
