import { crc32 } from '../../src/image/crc32.js';

/** A zip of `files`, stored without compression (PKWARE APPNOTE 6.3.10). Paths must be ASCII. */
export function writeZip(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): Blob {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { path, bytes } of files) {
    const name = new TextEncoder().encode(path);
    const facts = record([
      [2, 20], // version needed to unpack
      [2, 0], // flags
      [2, 0], // method: stored
      [2, 0], // time
      [2, 0x21], // date: 1 January 1980, the first that a zip can hold
      [4, crc32(bytes)],
      [4, bytes.length], // packed
      [4, bytes.length], // unpacked
      [2, name.length],
      [2, 0], // no extra field
    ]);
    const head = record([[4, 0x04034b50]]);
    parts.push(head, facts, name, bytes);
    directory.push(
      record([
        [4, 0x02014b50],
        [2, 20],
      ]),
      facts,
      record([
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, offset],
      ]),
      name,
    );
    offset += head.length + facts.length + name.length + bytes.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const count = files.length;
  const end = record([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, size],
    [4, offset],
    [2, 0],
  ]);
  return new Blob([...parts, ...directory, end] as Uint8Array<ArrayBuffer>[], { type: 'application/zip' });
}

/** The bytes of little-endian numbers; a field is [number of bytes, value]. */
function record(fields: readonly (readonly [number, number])[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([bytes, value]) => Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 255)),
  );
}
