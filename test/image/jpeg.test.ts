import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ImageError } from '../../src/errors.js';
import type { RgbaImage } from '../../src/image/pixels.js';
import { readJpegFrame } from '../../src/image/readJpegFrame.js';
import { decodeImage } from '../../src/node/pictures/decodeImage.js';
import { growthDuring } from '../support/growthDuring.js';

/** The encoder of the package whose decoder is tested; its own types need the DOM. */
interface JpegEncoder {
  readonly init: (module: WebAssembly.Module) => Promise<void>;
  readonly default: (
    image: RgbaImage,
    options?: { readonly quality?: number; readonly progressive?: boolean },
  ) => Promise<ArrayBuffer>;
}

const WIDTH = 48;
const HEIGHT = 32;
let jpeg: Uint8Array;
let progressive: Uint8Array;

beforeAll(async () => {
  const require = createRequire(import.meta.url);
  const encoder = (await import(require.resolve('@jsquash/jpeg/encode.js'))) as unknown as JpegEncoder;
  await encoder.init(new WebAssembly.Module(readFileSync(require.resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'))));
  jpeg = new Uint8Array(await encoder.default(markedPicture(), { quality: 95, progressive: false }));
  progressive = new Uint8Array(await encoder.default(markedPicture(), { quality: 95, progressive: true }));
  // It belongs to the encoder; the decoder is tested without it.
  Reflect.deleteProperty(globalThis, 'ImageData');
});

/** A white picture with a black square of 8 x 8 pixels in the top left corner. */
function markedPicture(): RgbaImage {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4).fill(255);
  for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) data.fill(0, 4 * (y * WIDTH + x), 4 * (y * WIDTH + x) + 3);
  return { width: WIDTH, height: HEIGHT, data };
}

/**
 * For each corner (top left, top right, bottom left, bottom right): 1 if the red of its pixel is
 * dark, 0 if it is light.
 */
function darkCorners({ width, height, data }: RgbaImage): number[] {
  const dark = (x: number, y: number) => (data[4 * (y * width + x)] < 128 ? 1 : 0);
  return [dark(3, 3), dark(width - 4, 3), dark(3, height - 4), dark(width - 4, height - 4)];
}

/** SOI and an APP1 segment with the EXIF tag Orientation, in one of the two byte orders. */
function withOrientation(orientation: number, littleEndian: boolean): Uint8Array {
  const tiff = new DataView(new ArrayBuffer(26));
  tiff.setUint16(0, littleEndian ? 0x4949 : 0x4d4d);
  tiff.setUint16(2, 42, littleEndian);
  tiff.setUint32(4, 8, littleEndian); // offset of the directory
  tiff.setUint16(8, 1, littleEndian); // with one entry
  tiff.setUint16(10, 0x0112, littleEndian); // Orientation
  tiff.setUint16(12, 3, littleEndian); // of type SHORT
  tiff.setUint32(14, 1, littleEndian); // one value
  tiff.setUint16(18, orientation, littleEndian);
  const segment = Buffer.concat([
    Buffer.from([0xff, 0xe1, 0, 34]),
    Buffer.from('Exif\0\0'),
    new Uint8Array(tiff.buffer),
  ]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

describe('decodeImage of a JPEG', () => {
  it('gives nearly the original pixels', async () => {
    for (const bytes of [jpeg, progressive]) {
      const image = await decodeImage(bytes);
      expect([image.width, image.height]).toEqual([WIDTH, HEIGHT]);
      const original = markedPicture().data;
      const worst = Math.max(...Array.from(image.data, (value, i) => Math.abs(value - original[i])));
      expect(worst).toBeLessThanOrEqual(12);
    }
  });

  // EXIF 2.32, tag 274: where the top left corner of the stored picture is to be shown.
  it.each([
    [1, WIDTH, [1, 0, 0, 0]],
    [2, WIDTH, [0, 1, 0, 0]],
    [3, WIDTH, [0, 0, 0, 1]],
    [4, WIDTH, [0, 0, 1, 0]],
    [5, HEIGHT, [1, 0, 0, 0]],
    [6, HEIGHT, [0, 1, 0, 0]],
    [7, HEIGHT, [0, 0, 0, 1]],
    [8, HEIGHT, [0, 0, 1, 0]],
  ])('turns it as EXIF orientation %i says', async (orientation, width, corners) => {
    for (const littleEndian of [false, true]) {
      const image = await decodeImage(withOrientation(orientation, littleEndian));
      expect([image.width, image.height]).toEqual([width, WIDTH + HEIGHT - width]);
      expect(darkCorners(image)).toEqual(corners);
    }
  });

  it('refuses a file that is cut off at any place', async () => {
    for (let length = 3; length < jpeg.length - 2; length += 13) {
      await expect(decodeImage(jpeg.subarray(0, length)), `cut to ${length}`).rejects.toThrow(ImageError);
    }
  });

  it('refuses a damaged file with the reason, and then reads the next file', async () => {
    const damaged = Uint8Array.from(jpeg);
    const table = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc4);
    // The numbers of codes of each length in its Huffman table.
    damaged.fill(0xaa, table + 5, table + 21);
    await expect(decodeImage(damaged)).rejects.toThrow(
      /^JPEG: the file must be intact. Received: Bogus Huffman table definition/,
    );
    expect((await decodeImage(jpeg)).width).toBe(WIDTH);
  });

  it('never fails in another way, whichever byte is wrong', async () => {
    for (let at = 3; at < jpeg.length; at += 7) {
      const damaged = Uint8Array.from(jpeg);
      damaged[at] ^= 0xff;
      await decodeImage(damaged).then(
        (image) => {
          expect(image.data).toHaveLength(image.width * image.height * 4);
        },
        (error: unknown) => {
          expect(error).toBeInstanceOf(ImageError);
        },
      );
    }
  });

  it('checks the pixel budget before it decodes, and uses no memory for that', async () => {
    const huge = Uint8Array.from(jpeg);
    const frame = jpeg.findIndex((byte, i) => byte === 0xff && (jpeg[i + 1] === 0xc0 || jpeg[i + 1] === 0xc2));
    huge.set([0xff, 0xff, 0xff, 0xff], frame + 5); // height and width
    const growth = await growthDuring(() =>
      expect(decodeImage(huge)).rejects.toThrow(/at most 220000000 pixels. Received 65535 x 65535 = 4294836225/),
    );
    expect(growth).toBeLessThan(50e6);
    await expect(decodeImage(jpeg, { maxPixels: WIDTH * HEIGHT - 1 })).rejects.toThrow(/at most 1535 pixels/);
    expect((await decodeImage(jpeg, { maxPixels: WIDTH * HEIGHT })).width).toBe(WIDTH);
  });

  it('leaves no global ImageData, from which other packages would take Node for a browser', async () => {
    await Promise.all([decodeImage(jpeg), decodeImage(progressive)]);
    expect('ImageData' in globalThis).toBe(false);
  });
});

describe('a JPEG in CMYK', () => {
  // 16 x 16, as Pillow 13 writes it: full cyan, magenta, yellow and black in blocks of 8 x 8.
  const cmyk = new Uint8Array(
    Buffer.from(
      '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD8qq/VOv1Tr9U6/qor+Veiiiv6qK/lXooor+qiv5V6/9k=',
      'base64',
    ),
  );

  it('has the same colours as in Pillow', async () => {
    const { width, height, data } = await decodeImage(cmyk);
    expect([width, height]).toEqual([16, 16]);
    const colour = (x: number, y: number) => [...data.subarray(4 * (16 * y + x), 4 * (16 * y + x) + 4)];
    expect([colour(3, 3), colour(12, 3), colour(3, 12), colour(12, 12)]).toEqual([
      [0, 255, 255, 255],
      [255, 0, 255, 255],
      [255, 255, 0, 255],
      [0, 0, 0, 255],
    ]);
  });

  it.each([200, cmyk.length >> 1])('is refused if it is cut off after %d bytes', async (length) => {
    await expect(decodeImage(cmyk.subarray(0, length))).rejects.toThrow(ImageError);
  });

  it('is refused if it is over the pixel budget', async () => {
    await expect(decodeImage(cmyk, { maxPixels: 255 })).rejects.toThrow('at most 255 pixels. Received 16 x 16');
  });
});

describe('readJpegFrame', () => {
  it('reads baseline and progressive frames', () => {
    expect(readJpegFrame(jpeg)).toEqual({ width: WIDTH, height: HEIGHT, components: 3 });
    expect(readJpegFrame(progressive)).toEqual({ width: WIDTH, height: HEIGHT, components: 3 });
  });

  it.each([
    ['no frame header', [0xff, 0xd8, 0xff, 0xd9, 0, 0], /frame header must come before the pixels/],
    ['bytes that are no marker', [0xff, 0xd8, 0x12, 0x34, 0, 0], /marker must begin with 0xFF. Received 18/],
    ['a size of 0', [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 0, 0, 5, 3], /at least 1. Received 5 x 0/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readJpegFrame(Uint8Array.from(bytes))).toThrow(message);
  });
});
