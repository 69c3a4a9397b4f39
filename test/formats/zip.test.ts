import { deflateRawSync, inflateRawSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { readZip, zipInMemory, type InflateRaw } from '../../src/formats/encodings/readZip.js';
import { writeZip, type FileToZip, type ZipOptions } from '../../src/formats/encodings/writeZip.js';

const inflateRaw: InflateRaw = (packed) => inflateRawSync(packed);
const deflated: ZipOptions = { deflate: (bytes) => deflateRawSync(bytes) };

const zipOf = (files: readonly FileToZip[], options?: ZipOptions): Buffer => Buffer.concat(writeZip(files, options));
const text = (path: string, content = `This is ${path}. `.repeat(20)): FileToZip => ({
  path,
  bytes: Buffer.from(content),
});
const open = (bytes: Uint8Array) => readZip(zipInMemory(bytes), inflateRaw);
const readFirst = async (bytes: Uint8Array): Promise<Uint8Array> => (await open(bytes))[0].read();

/** Places in the local header and in the directory entry of the only file of a zip. */
const inEntry = (bytes: Buffer, place: number): number => bytes.indexOf('PK\x01\x02', 0, 'latin1') + place;
const inEnd = (bytes: Buffer, place: number): number => bytes.length - 22 + place;
/** A zip of one deflated file, with one number changed. */
function changed(at: (bytes: Buffer) => number, value: number, size: 1 | 2 | 4 = 1): Buffer {
  const bytes = zipOf([text('a.txt')], deflated);
  bytes.writeUIntLE(value, at(bytes), size);
  return bytes;
}

describe('writeZip and readZip', () => {
  it.each([
    ['stored', {}],
    ['deflated', deflated],
  ])('give back %s files, in order', async (_, options) => {
    const files = [text('b/1.txt'), text('a.txt', ''), text('größe/数字.txt'), text('b/0.txt', 'x')];
    const entries = await open(zipOf(files, options));
    expect(entries.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
    for (const [i, entry] of entries.entries()) {
      expect(Buffer.from(await entry.read())).toEqual(files[i].bytes);
    }
  });

  it('mark names as UTF-8 if they are not ASCII', () => {
    const flags = (path: string): number => zipOf([text(path)]).readUInt16LE(6);
    expect([flags('a.txt'), flags('ä.txt')]).toEqual([0, 0x800]);
  });

  it('give back a zip without files', async () => {
    expect(await open(zipOf([]))).toEqual([]);
  });

  it('leave out folders and find the end before a comment', async () => {
    const bytes = zipOf([text('a/', ''), text('a/b.txt')]);
    bytes.writeUInt16LE(40, inEnd(bytes, 20));
    const comment = Buffer.alloc(40);
    comment.write('PK\x05\x06', 3, 'latin1'); // looks like another end
    const entries = await open(Buffer.concat([bytes, comment]));
    expect(entries.map(({ path }) => path)).toEqual(['a/b.txt']);
  });
});

describe('writeZip', () => {
  it('writes zip64 for more than 65,534 files, and readZip refuses it', async () => {
    const bytes = zipOf(Array.from({ length: 65_535 }, () => text('a', '')));
    const locator = inEnd(bytes, -20);
    expect(bytes.readUInt32LE(locator)).toBe(0x07064b50);
    const end64 = Number(bytes.readBigUInt64LE(locator + 8));
    expect(bytes.readUInt32LE(end64)).toBe(0x06064b50);
    expect(bytes.readBigUInt64LE(end64 + 32)).toBe(65_535n);
    await expect(open(bytes)).rejects.toThrow(/zip64.* not read here: use numerist train/);
  });

  it('refuses names that are too long', () => {
    expect(() => writeZip([text('a'.repeat(65_536), '')])).toThrow(RangeError);
  });
});

describe('readZip refuses', () => {
  const whole = zipOf([text('a.txt')], deflated);
  it.each([
    ['what is not a zip', Buffer.from('not a zip'), /not a zip, or it is cut off/],
    ['a zip cut in half', whole.subarray(0, whole.length / 2), /not a zip, or it is cut off/],
    ['a zip without its last byte', whole.subarray(0, -1), /not a zip, or it is cut off/],
    ['a directory entry overwritten', changed((b) => inEntry(b, 0), 0), /directory of this zip is damaged/],
    ['a directory that is elsewhere', changed((b) => inEnd(b, 16), 1, 4), /directory of this zip is damaged/],
    ['a directory that lies behind the end', changed((b) => inEnd(b, 16), 1e9, 4), /directory of this zip is damaged/],
    ['more entries than there are', changed((b) => inEnd(b, 10), 2, 2), /directory of this zip is damaged/],
    ['a name longer than the directory', changed((b) => inEntry(b, 28), 500, 2), /directory of this zip is damaged/],
    ['more bytes than the zip has', changed((b) => inEntry(b, 20), 1e6, 4), /it lists 1000000 bytes in \d+/],
    ['a directory beyond 4 GB', changed((b) => inEnd(b, 16), 0xffffffff, 4), /zip64/],
    ['an entry with zip64 sizes', changed((b) => inEntry(b, 24), 0xffffffff, 4), /zip64/],
  ])('%s', async (_, bytes, message) => {
    await expect(open(bytes)).rejects.toThrow(message);
  });

  it.each([
    ['an encrypted entry', changed((b) => inEntry(b, 8), 1), /is encrypted/],
    ['other methods', changed((b) => inEntry(b, 10), 9, 2), /0 \(stored\) or 8 \(deflated\). Received 9/],
    ['an entry above the limit', changed((b) => inEntry(b, 24), 1e9, 4), /is larger than 67108864 bytes/],
    ['an entry larger than declared', changed((b) => inEntry(b, 24), 5, 4), /larger than the directory says/],
    ['an entry smaller than declared', changed((b) => inEntry(b, 24), 5000, 4), /is damaged: its size or checksum/],
    ['another checksum', changed((b) => inEntry(b, 16), 1, 4), /is damaged: its size or checksum/],
    ['a stream that is cut off', changed((b) => inEntry(b, 20), 5, 4), /is damaged: unexpected end of file/],
    ['a damaged stream', changed(() => 35, 0xff), /is damaged: /],
    ['an entry that begins elsewhere', changed((b) => inEntry(b, 42), 1, 4), /no header where the directory says/],
    ['an entry behind the end', changed((b) => inEntry(b, 42), 1e9, 4), /no header where the directory says/],
  ])('%s', async (_, bytes, message) => {
    await expect(readFirst(bytes)).rejects.toThrow(message);
  });

  it('entries whose bytes end behind the zip', async () => {
    const bytes = zipOf([text('a.txt')]);
    bytes.writeUInt16LE(0xffff, 28); // a long extra field moves the content behind the end
    await expect(readFirst(bytes)).rejects.toThrow(/is cut off/);
  });
});
