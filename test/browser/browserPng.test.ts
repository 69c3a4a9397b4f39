import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../src/browser/decodeImage.js';
import { ImageError } from '../../src/errors.js';
import { decodePngSync } from '../../src/node/pictures/decodePngSync.js';
import { growthDuring } from '../support/growthDuring.js';
import { joinChunks, makeChunk, makeHeader, makePng } from '../support/madePng.js';

// Node has the browser's DecompressionStream, but not its JPEG decoder and canvas.
const rgba = {
  width: 90,
  height: 70,
  bitDepth: 8,
  colorType: 6,
  raw: new Uint8Array(70 * 361).map((_, i) => (i % 361 === 0 ? i % 5 : (i * i) % 251)),
};

describe('decodeImage of the browser', () => {
  it('gives the same pixels of a PNG as Node, also under transparency', async () => {
    const png = makePng(rgba);
    expect(await decodeImage(png)).toEqual(decodePngSync(png));
    expect((await decodeImage(png)).data.filter((value, i) => i % 4 === 0 && value > 0)).not.toHaveLength(0);
  });

  const header = makeHeader(2, 1, 8, 0);
  const pixels = deflateSync(Uint8Array.of(0, 1, 2));
  it.each([
    ['too few pixels', deflateSync(Uint8Array.of(0, 1)), /stream of 3 bytes. Received 2 bytes/],
    ['too many pixels', deflateSync(Uint8Array.of(0, 1, 2, 3)), /stream of 3 bytes. Received a longer one/],
    ['data cut off', pixels.subarray(0, 5), /Received data that are damaged or cut off/],
    ['damaged data', Uint8Array.of(9, 9, 9), /Received data that are damaged or cut off/],
  ])('refuses %s', async (_, compressed, message) => {
    const png = joinChunks(header, makeChunk('IDAT', compressed), makeChunk('IEND'));
    await expect(decodeImage(png)).rejects.toThrow(ImageError);
    await expect(decodeImage(png)).rejects.toThrow(message);
  });

  it('refuses a small picture whose data inflate to 400 MB, and does not use that memory', async () => {
    const bomb = makePng({ width: 28, height: 28, bitDepth: 8, colorType: 0, raw: new Uint8Array(400_000_000) });
    const growth = await growthDuring(() => expect(decodeImage(bomb)).rejects.toThrow(/Received a longer one/));
    expect(growth).toBeLessThan(50e6);
  });

  it('refuses other formats, and sizes over the budget', async () => {
    await expect(decodeImage(Buffer.from('%PDF-1.7'))).rejects.toThrow(/must be a PNG.* Received a PDF/);
    await expect(decodeImage(makePng(rgba), { maxPixels: 6299 })).rejects.toThrow(/at most 6299 pixels/);
  });
});
