import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../src/image/detectFormat.js';
import { decodeImage } from '../../src/node/pictures/decodeImage.js';
import { encodePng } from '../../src/image/encodePng.js';
import { deflateSync } from 'node:zlib';

const bytesOf = (latin1: string) => Buffer.from(latin1.padEnd(24, '\x01'), 'latin1');

describe('decodeImage', () => {
  it.each([
    ['an AVIF: convert it with "magick', bytesOf('\0\0\0\x1cftypavif')],
    ['an AVIF', bytesOf('\0\0\0\x1cftypmif1\0\0\0\0mif1avif')],
    ['a HEIC: convert it with "heif-convert', bytesOf('\0\0\0\x18ftypheic')],
    ['a HEIC', bytesOf('\0\0\0\x18ftypmif1\0\0\0\0mif1heic')],
    ['a film', bytesOf('\0\0\0\x18ftypisom')],
    ['an icon (ICO)', bytesOf('\0\0\x01\0')],
    ['a JPEG XL', bytesOf('\xff\x0a')],
    ['a PDF', bytesOf('%PDF-1.7')],
    ['an SVG drawing', Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">')],
    ['text.', Buffer.from('label,pixel0\n5,0\n')],
    ['text.', Buffer.from('sieben, auf Österreichisch\n')],
    ['text.', Buffer.from('BMW, VW\nP1, P2\n')],
    ['text.', Buffer.from('P1 and P2 are places\n')],
    ['an empty file', Buffer.alloc(0)],
    ['a file of an unknown format', Buffer.from([1, 2, 3, 4])],
  ])('refuses %s by its name, and says what it takes', async (name, bytes) => {
    await expect(decodeImage(bytes)).rejects.toThrow(
      `picture must be a PNG, JPEG, WebP, GIF, BMP, TIFF, PPM, PGM or PBM. Received ${name}`,
    );
    await expect(decodeImage(bytes)).rejects.toMatchObject({ name: 'ImageError' });
  });

  it('recognises a PNG by its content', async () => {
    const png = encodePng({ width: 1, height: 2, data: Uint8Array.of(3, 4) }, deflateSync);
    expect(Array.from((await decodeImage(png)).data)).toEqual([3, 3, 3, 255, 4, 4, 4, 255]);
  });
});

describe('detectFormat', () => {
  it('recognises a PNG with a damaged signature, so that its decoder can say what is wrong', () => {
    expect(detectFormat(bytesOf('\x09PNG\r\n\x1a\n\0\0\0\rIHDR'))).toBe('PNG');
    expect(detectFormat(bytesOf('\x89QNG\r\n\x1a\n\0\0\0\rIHDR'))).toBe('PNG');
  });
});
