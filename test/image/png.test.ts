import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImageError } from '../../src/errors.js';
import { crc32 } from '../../src/image/crc32.js';
import { encodePng } from '../../src/image/encodePng.js';
import { decodePngSync } from '../../src/node/pictures/decodePngSync.js';
import { growthDuring } from '../support/growthDuring.js';
import { joinChunks, makeChunk, makeHeader, makePng } from '../support/madePng.js';

const gray2x2 = { width: 2, height: 2, bitDepth: 8, colorType: 0, raw: Uint8Array.of(0, 10, 20, 0, 30, 40) };

describe('decodePng', () => {
  it('gives r = g = b = v for a gray picture', () => {
    expect(Array.from(decodePngSync(makePng(gray2x2)).data)).toEqual(
      [10, 20, 30, 40].flatMap((value) => [value, value, value, 255]),
    );
  });

  it('undoes every filter', () => {
    // Computed by hand from section 9.2 of the specification; every row holds 10, 30, 60.
    const raw = Uint8Array.of(1, 10, 20, 30, 2, 0, 0, 0, 3, 5, 10, 15, 4, 0, 0, 0, 0, 10, 30, 60);
    const { data } = decodePngSync(makePng({ width: 3, height: 5, bitDepth: 8, colorType: 0, raw }));
    expect(Array.from(data).filter((_, i) => i % 4 === 0)).toEqual([
      10, 30, 60, 10, 30, 60, 10, 30, 60, 10, 30, 60, 10, 30, 60,
    ]);
  });

  it('reduces 16 bits to the nearest of 8, for every value', () => {
    const raw = Buffer.alloc(256 * 513);
    for (let value = 0; value < 65_536; value++) raw.writeUInt16BE(value, (value >> 8) * 513 + 1 + 2 * (value & 255));
    const { data } = decodePngSync(makePng({ width: 256, height: 256, bitDepth: 16, colorType: 0, raw }));
    const wrong = Array.from({ length: 65_536 }, (_, value) => value).filter(
      (value) => data[4 * value] !== Math.round(value / 257),
    );
    expect(wrong).toEqual([]);
  });

  it('compares a transparent colour in all 16 bits, before they are reduced', () => {
    const raw = Uint8Array.of(0, 0x12, 0x34, 0x12, 0x35);
    const png = makePng({
      width: 2,
      height: 1,
      bitDepth: 16,
      colorType: 0,
      raw,
      transparency: Uint8Array.of(0x12, 0x34),
    });
    expect(Array.from(decodePngSync(png).data)).toEqual([18, 18, 18, 0, 18, 18, 18, 255]);
  });

  it('gives palette colours the alpha that tRNS lists, and 255 past its end', () => {
    const palette = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const raw = Uint8Array.of(0, 0b01000000);
    const png = makePng({
      width: 2,
      height: 1,
      bitDepth: 1,
      colorType: 3,
      raw,
      palette,
      transparency: Uint8Array.of(7),
    });
    expect(Array.from(decodePngSync(png).data)).toEqual([1, 2, 3, 7, 4, 5, 6, 255]);
  });

  it('reads what encodePng writes, gray and RGBA', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(1, 4),
        fc.integer(),
        (width, height, channels, seed) => {
          const data = Uint8Array.from({ length: width * height * channels }, (_, i) => Math.imul(i + 1, seed) >>> 13);
          const decoded = decodePngSync(encodePng({ width, height, data }, deflateSync));
          const expected = channels === 4 ? data : Array.from(data).flatMap((value) => [value, value, value, 255]);
          expect(decoded).toEqual({ width, height, data: Uint8Array.from(expected) });
        },
      ),
    );
  });

  it('skips bytes after IEND and unknown chunks', () => {
    const png = makePng(gray2x2);
    const withText = Buffer.concat([png.subarray(0, 33), makeChunk('teXt', Buffer.from('hello')), png.subarray(33)]);
    expect(decodePngSync(Buffer.concat([withText, Buffer.from('garbage')]))).toEqual(decodePngSync(png));
  });

  it('refuses a file that is cut off at any place', () => {
    const png = makePng(gray2x2);
    for (let length = 8; length < png.length; length++) {
      expect(() => decodePngSync(png.subarray(0, length)), `cut to ${length}`).toThrow(/PNG: the file is cut off/);
    }
  });

  it('refuses a file with any bit of its header, data or checksums flipped, or gives the same pixels', () => {
    const png = makePng(gray2x2);
    const intact = decodePngSync(png);
    for (let bit = 0; bit < png.length * 8; bit++) {
      const flipped = Uint8Array.from(png);
      flipped[bit >> 3] ^= 1 << (bit & 7);
      try {
        expect(decodePngSync(flipped)).toEqual(intact);
      } catch (error) {
        expect(error).toBeInstanceOf(ImageError);
      }
    }
  });

  const ihdr = makeHeader(2, 2, 8, 0);
  const idat = makeChunk('IDAT', deflateSync(gray2x2.raw));
  const iend = makeChunk('IEND');
  const plte = makeChunk('PLTE', Uint8Array.of(1, 2, 3));
  it.each([
    ['no IHDR', joinChunks(idat, iend), /first chunk must be IHDR. Received IDAT/],
    ['two IHDR', joinChunks(ihdr, ihdr, idat, iend), /IHDR must come once/],
    ['a gap in IDAT', joinChunks(ihdr, idat, makeChunk('tEXt'), idat, iend), /must follow each other. Received tEXt/],
    [
      'an unknown critical chunk',
      joinChunks(ihdr, makeChunk('CgBI'), idat, iend),
      /critical chunks must be .* Received CgBI/,
    ],
    ['no palette', joinChunks(makeHeader(2, 2, 8, 3), idat, iend), /PLTE must come before IDAT. Received none/],
    [
      'a late palette',
      joinChunks(makeHeader(2, 2, 8, 2), idat, plte, iend),
      /PLTE must come before IDAT. Received it after/,
    ],
    [
      'an odd palette',
      joinChunks(makeHeader(2, 2, 8, 3), makeChunk('PLTE', Uint8Array.of(1)), idat, iend),
      /Received 1 bytes/,
    ],
    [
      'an index off the palette',
      joinChunks(makeHeader(2, 2, 8, 3), plte, idat, iend),
      /index must be below 1. Received 10/,
    ],
    [
      'tRNS of a wrong length',
      joinChunks(ihdr, makeChunk('tRNS', Uint8Array.of(1)), idat, iend),
      /must be 2 bytes. Received 1/,
    ],
    ['no width', joinChunks(makeHeader(0, 2, 8, 0), idat, iend), /width must be between 1 and 2147483647. Received 0/],
    [
      'a filter of 5',
      makePng({ ...gray2x2, raw: Uint8Array.of(5, 1, 1, 0, 1, 1) }),
      /filter type must be between 0 and 4. Received 5/,
    ],
    ['too few pixels', makePng({ ...gray2x2, raw: Uint8Array.of(0, 1, 1) }), /must be 6 bytes long. Received 3/],
    [
      'too many pixels',
      makePng({ ...gray2x2, raw: new Uint8Array(7) }),
      /zlib stream of 6 bytes. Received a longer one/,
    ],
    [
      'data that are no zlib stream',
      joinChunks(ihdr, makeChunk('IDAT', Uint8Array.of(1, 2, 3)), iend),
      /Received damaged data/,
    ],
    [
      'a zlib stream cut off',
      joinChunks(ihdr, makeChunk('IDAT', idat.subarray(8, 12)), iend),
      /Received one that is cut off/,
    ],
  ])('refuses %s', (_, png, message) => {
    expect(() => decodePngSync(png)).toThrow(ImageError);
    expect(() => decodePngSync(png)).toThrow(message);
  });
});

describe('the pixel budget', () => {
  it('refuses a small picture whose data inflate to 400 MB, and does not use that memory', async () => {
    const bomb = makePng({ ...gray2x2, width: 28, height: 28, raw: new Uint8Array(400_000_000) });
    const growth = await growthDuring(() => {
      expect(() => decodePngSync(bomb)).toThrow(/zlib stream of 812 bytes. Received a longer one/);
    });
    expect(growth).toBeLessThan(50e6);
  });

  it('refuses a picture of 14000 x 14000 pixels, and does not use that memory', async () => {
    const huge = joinChunks(
      makeHeader(14_000, 14_000, 8, 6),
      makeChunk('IDAT', Uint8Array.of(0x78, 0x9c)),
      makeChunk('IEND'),
    );
    const message = /at most 24000000 pixels. Received 14000 x 14000 = 196000000. Scale it down\./;
    const growth = await growthDuring(() => {
      expect(() => decodePngSync(huge)).toThrow(message);
    });
    expect(growth).toBeLessThan(50e6);
  });

  it('can be chosen by the caller, to the exact pixel', () => {
    const png = makePng(gray2x2);
    expect(decodePngSync(png, { maxPixels: 4 }).width).toBe(2);
    expect(() => decodePngSync(png, { maxPixels: 3 })).toThrow(/at most 3 pixels/);
  });
});

describe('crc32', () => {
  it('gives the check value of the CRC catalogue', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  });
});
