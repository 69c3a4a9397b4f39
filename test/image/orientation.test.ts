import { deflateSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { crc32 } from '../../src/image/crc32.js';
import { encodePng } from '../../src/image/encodePng.js';
import { exifOrientation } from '../../src/image/exifOrientation.js';
import type { RgbaImage } from '../../src/image/pixels.js';
import { decodeImage } from '../../src/node/pictures/decodeImage.js';

interface ExifOptions {
  readonly littleEndian?: boolean;
  /** Where the directory begins; 8 is just behind the header. */
  readonly offset?: number;
  readonly type?: 3 | 4;
  /** Letters that JPEG puts before the header. */
  readonly prefix?: string;
}

/** EXIF data with a software tag before the orientation and a resolution behind it. */
function exif(
  orientation: number,
  { littleEndian = false, offset = 8, type = 3, prefix = '' }: ExifOptions = {},
): Uint8Array {
  const bytes = new Uint8Array(offset + 2 + 3 * 12 + 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, littleEndian ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, littleEndian);
  view.setUint32(4, offset, littleEndian);
  view.setUint16(offset, 3, littleEndian);
  for (const [i, [tag, kind]] of [
    [0x010f, 2],
    [0x0112, type],
    [0x0128, 3],
  ].entries()) {
    view.setUint16(offset + 2 + 12 * i, tag, littleEndian);
    view.setUint16(offset + 4 + 12 * i, kind, littleEndian);
    view.setUint32(offset + 6 + 12 * i, 1, littleEndian);
  }
  if (type === 3) view.setUint16(offset + 2 + 12 + 8, orientation, littleEndian);
  else view.setUint32(offset + 2 + 12 + 8, orientation, littleEndian);
  return Buffer.concat([Buffer.from(prefix, 'latin1'), bytes]);
}

// 3 x 2 grays: 0 1 2 / 3 4 5, times 40.
const png = Buffer.from(encodePng({ width: 3, height: 2, data: Uint8Array.of(0, 40, 80, 120, 160, 200) }, deflateSync));

/** The PNG with a chunk eXIf, before the pixels or behind them. */
function withExif(content: Uint8Array, place: 'before IDAT' | 'after IDAT' = 'before IDAT'): Buffer {
  const chunk = Buffer.concat([Buffer.alloc(4), Buffer.from('eXIf'), content, Buffer.alloc(4)]);
  chunk.writeUInt32BE(content.length, 0);
  chunk.writeUInt32BE(crc32(chunk, 4, 8 + content.length), 8 + content.length);
  const at = png.indexOf(place === 'before IDAT' ? 'IDAT' : 'IEND') - 4;
  return Buffer.concat([png.subarray(0, at), chunk, png.subarray(at)]);
}

function rows({ width, height, data }: RgbaImage): number[][] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => data[4 * (y * width + x)] / 40),
  );
}

// EXIF 2.32, tag 274: the number says where the first row and column are to be shown.
const TURNED: readonly (readonly [number, number[][]])[] = [
  [1, [[0, 1, 2], [3, 4, 5]]], // prettier-ignore
  [2, [[2, 1, 0], [5, 4, 3]]], // prettier-ignore
  [3, [[5, 4, 3], [2, 1, 0]]], // prettier-ignore
  [4, [[3, 4, 5], [0, 1, 2]]], // prettier-ignore
  [5, [[0, 3], [1, 4], [2, 5]]], // prettier-ignore
  [6, [[3, 0], [4, 1], [5, 2]]], // prettier-ignore
  [7, [[5, 2], [4, 1], [3, 0]]], // prettier-ignore
  [8, [[2, 5], [1, 4], [0, 3]]], // prettier-ignore
];

describe('the orientation of a PNG', () => {
  it.each(TURNED)('%i turns it as EXIF says', async (orientation, expected) => {
    for (const littleEndian of [false, true]) {
      for (const place of ['before IDAT', 'after IDAT'] as const) {
        const image = await decodeImage(withExif(exif(orientation, { littleEndian }), place));
        expect(rows(image), `${littleEndian} ${place}`).toEqual(expected);
      }
    }
  });

  it('is not turned by EXIF that is damaged, cut off or out of range', async () => {
    const whole = exif(6);
    const damaged = [exif(0), exif(9), new Uint8Array(0), Buffer.from('no EXIF at all'), whole.subarray(0, 20)];
    for (const content of damaged) expect(rows(await decodeImage(withExif(content)))).toEqual(TURNED[0][1]);
  });
});

describe('exifOrientation', () => {
  it.each([
    ['an odd offset', { offset: 9 }],
    ['an offset far behind', { offset: 5001 }],
    ['a long number', { type: 4 }],
    ['the letters of JPEG', { prefix: 'Exif\0\0' }],
  ] as const)('reads %s in both byte orders', (_, options) => {
    for (const littleEndian of [false, true]) {
      for (let orientation = 1; orientation <= 8; orientation++) {
        expect(exifOrientation(exif(orientation, { ...options, littleEndian }))).toBe(orientation);
      }
    }
  });

  it('is 1 whatever is cut off before the tag', () => {
    const whole = exif(6);
    for (let length = 0; length < 34; length++) expect(exifOrientation(whole.subarray(0, length))).toBe(1);
    expect(exifOrientation(whole.subarray(0, 34))).toBe(6);
  });
});
