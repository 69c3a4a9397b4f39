import { crc32 } from '../../../dist/image/crc32.js';

const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
const TEXTS = [
  '__proto__',
  'null',
  '1e999',
  '-1',
  '[[[[[[[[',
  '"',
  '\\u0000',
  '\r\n\r\n',
  '--xyz',
  'NaN',
  '9007199254740993',
  ':',
  '{}',
].map((text) => Buffer.from(text));

/**
 * A copy of the bytes that is changed in one to eight places: flipped, overwritten, cut out,
 * repeated, or taken from `other`.
 *
 * @param {Buffer} original
 * @param {() => number} random
 * @param {Buffer} other
 */
export function mutate(original, random, other) {
  let bytes = Buffer.from(original);
  /** @param {number} length */
  const at = (length) => Math.floor(random() * Math.max(1, length));
  const changes = 1 + at(random() < 0.5 ? 2 : 8);
  for (let i = 0; i < changes && bytes.length > 0; i++) {
    const place = at(bytes.length);
    switch (at(8)) {
      case 0:
        bytes[place] ^= 1 << at(8);
        break;
      case 1:
        bytes[place] = at(256);
        break;
      case 2: {
        const value = EDGES[at(EDGES.length)];
        if (place + 4 > bytes.length) break;
        if (random() < 0.5) bytes.writeUInt32BE(value, place);
        else bytes.writeUInt32LE(value, place);
        break;
      }
      case 3:
        bytes = bytes.subarray(0, place);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(Math.min(bytes.length, place + 1 + at(64)))]);
        break;
      case 5:
        bytes = Buffer.concat([
          bytes.subarray(0, place),
          bytes.subarray(place, place + 1 + at(256)),
          bytes.subarray(place),
        ]);
        break;
      case 6: {
        const from = at(other.length);
        bytes = Buffer.concat([
          bytes.subarray(0, place),
          other.subarray(from, from + 1 + at(512)),
          bytes.subarray(place),
        ]);
        break;
      }
      default:
        bytes = Buffer.concat([bytes.subarray(0, place), TEXTS[at(TEXTS.length)], bytes.subarray(place)]);
    }
  }
  return bytes;
}

/**
 * A copy of a PNG with correct checksums in all complete chunks. Anything else is returned
 * unchanged.
 *
 * @param {Buffer} png
 */
export function repairPng(png) {
  if (png.length < 8 || png.readUInt32BE(0) !== 0x89504e47) return png;
  const bytes = Buffer.from(png);
  for (let offset = 8; offset + 12 <= bytes.length;) {
    const end = offset + 8 + bytes.readUInt32BE(offset);
    if (end + 4 > bytes.length) break;
    bytes.writeUInt32BE(crc32(bytes, offset + 4, end), end);
    offset = end + 4;
  }
  return bytes;
}
