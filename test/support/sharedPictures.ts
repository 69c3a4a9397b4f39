import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { GrayImage } from '../../src/image/pixels.js';
import { decodePngSync } from '../../src/node/pictures/decodePngSync.js';

const ZIP = '../shared/data/jc-digits.zip';

/**
 * The luminance of the first `count` pictures of jc-digits.zip, whose entries are stored
 * uncompressed, one after another. If the file is missing, it returns none and prints a line that
 * says so.
 */
export function sharedPictures(count: number): GrayImage[] {
  if (!existsSync(ZIP)) {
    console.log(`skipped: ${ZIP} is missing`);
    return [];
  }
  const bytes = Buffer.alloc(count * 1200);
  const file = openSync(ZIP, 'r');
  readSync(file, bytes, 0, bytes.length, 0);
  closeSync(file);
  const pictures: GrayImage[] = [];
  for (let offset = 0; pictures.length < count;) {
    // A local file header has the size at 18 and the lengths of the name and of the extra field at
    // 26 and 28. Then follow the name, the extra field and the file.
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    const end = start + bytes.readUInt32LE(offset + 18);
    const { width, height, data } = decodePngSync(bytes.subarray(start, end));
    pictures.push({ width, height, data: new Uint8Array(data).filter((_, i) => i % 4 === 0) });
    offset = end;
  }
  return pictures;
}
