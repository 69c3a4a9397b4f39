/** A Blob, a File or a Response, of any realm. */
export interface BlobLike {
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What encoded bytes may come in. */
export type ByteSource = ArrayBufferView | ArrayBuffer | SharedArrayBuffer | BlobLike;

/**
 * The bytes of what a caller brought, as a Uint8Array of this realm; null if it holds none. Pages,
 * frames, `vm` contexts and test environments each have classes of their own, so a value is judged
 * by its shape and never by `instanceof`. Shared memory is copied, because others may change it.
 */
export async function bytesOf(source: unknown): Promise<Uint8Array<ArrayBuffer> | null> {
  if (ArrayBuffer.isView(source)) return unshared(source.buffer, source.byteOffset, source.byteLength);
  if (isBuffer(source)) return unshared(source, 0, source.byteLength);
  const content: unknown = isBlobLike(source) ? await source.arrayBuffer() : await readOldBlob(source);
  return isBuffer(content) ? unshared(content, 0, content.byteLength) : null;
}

/** The tag of a value, such as `ArrayBuffer`, whichever realm it comes from. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function isBuffer(value: unknown): value is ArrayBufferLike {
  return ['ArrayBuffer', 'SharedArrayBuffer'].includes(tagOf(value));
}

function isBlobLike(value: unknown): value is BlobLike {
  return (
    typeof value === 'object' && value !== null && 'arrayBuffer' in value && typeof value.arrayBuffer === 'function'
  );
}

/** Blobs of jsdom before version 27 have no `arrayBuffer`; its FileReader reads them. */
async function readOldBlob(source: unknown): Promise<unknown> {
  if (!['Blob', 'File'].includes(tagOf(source)) || !('FileReader' in globalThis)) return null;
  const reader = new (Reflect.get(globalThis, 'FileReader') as new () => OldReader)();
  return new Promise((resolve) => {
    reader.onloadend = () => {
      resolve(reader.result);
    };
    reader.readAsArrayBuffer(source);
  });
}

interface OldReader {
  readonly result: unknown;
  onloadend: () => void;
  readAsArrayBuffer(blob: unknown): void;
}

function unshared(buffer: ArrayBufferLike, start: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(buffer, start, length);
  return tagOf(buffer) === 'SharedArrayBuffer' ? bytes.slice() : (bytes as Uint8Array<ArrayBuffer>);
}
