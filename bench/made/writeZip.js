// @ts-check
import { writeFileSync } from 'node:fs';
import { crc32 } from '../../dist/image/crc32.js';

/** @typedef {import('./madePictures.js').MadePng} MadePng */

/**
 * A zip whose entries are stored as they are, because PNGs do not become smaller; with the zip64
 * records that more than 65,535 entries need (APPNOTE 6.3.10, sections 4.3.7 and 4.3.12 to 4.3.16).
 * At most 4 GiB.
 *
 * @param {string} path
 * @param {readonly MadePng[]} pngs
 */
export function writeZip(path, pngs) {
  /** @type {Buffer[]} */
  const entries = [];
  /** @type {Buffer[]} */
  const directory = [];
  let offset = 0;
  for (const { name, bytes } of pngs) {
    const fileName = Buffer.from(name);
    // Version needed, flags, method, time and date, then what is in the directory as well.
    const common = record(26, [
      [0, 2, 20],
      [10, 4, crc32(bytes)],
      [14, 4, bytes.length],
      [18, 4, bytes.length],
      [22, 2, fileName.length],
    ]);
    directory.push(signature(0x02014b50), record(2, [[0, 2, 20]]), common, record(14, [[10, 4, offset]]), fileName);
    entries.push(signature(0x04034b50), common, fileName, Buffer.from(bytes));
    offset += 4 + common.length + fileName.length + bytes.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end64 = record(52, [
    [0, 4, 44], // bytes that follow
    [8, 2, 45],
    [10, 2, 45],
    [20, 4, pngs.length],
    [28, 4, pngs.length],
    [36, 4, size],
    [44, 4, offset],
  ]);
  const locator = record(16, [
    [4, 4, offset + size],
    [12, 4, 1],
  ]);
  const end = record(18, [
    [4, 2, 0xffff], // both counts: see the zip64 record
    [6, 2, 0xffff],
    [8, 4, size],
    [12, 4, offset],
  ]);
  const tail = [signature(0x06064b50), end64, signature(0x07064b50), locator, signature(0x06054b50), end];
  writeFileSync(path, Buffer.concat([...entries, ...directory, ...tail]));
}

/** @param {number} value */
function signature(value) {
  return record(4, [[0, 4, value]]);
}

/**
 * A record that is zero but for the fields given.
 *
 * @param {number} length bytes
 * @param {readonly (readonly [number, 2 | 4, number])[]} fields place, bytes, value
 */
function record(length, fields) {
  const bytes = Buffer.alloc(length);
  for (const [at, size, value] of fields) bytes.writeUIntLE(value, at, size);
  return bytes;
}
