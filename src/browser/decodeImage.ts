import { ImageError } from '../errors.js';
import { detectFormat } from '../image/detectFormat.js';
import { formatRefused } from '../image/formatRefused.js';
import { parsePng } from '../image/parsePng.js';
import { checkPixelBudget, type DecodeOptions } from '../image/pixelBudget.js';
import type { RgbaImage } from '../image/pixels.js';
import { readJpegFrame } from '../image/readJpegFrame.js';
import { scanlinesLength, unpackPng } from '../image/unpackPng.js';
import { inflateExactly } from './inflateExactly.js';

/**
 * Decodes a PNG or a JPEG; the content decides which it is. PNGs are decoded with the same code as
 * in Node, because a canvas premultiplies alpha and would change the pixels; JPEGs with the
 * browser's decoder. Throws ImageError if the file is anything else, damaged, cut off or over the
 * pixel budget.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  const format = detectFormat(bytes);
  if (format === 'PNG') {
    const file = parsePng(bytes, options);
    return unpackPng(file, await inflateExactly(file.compressed, scanlinesLength(file.header)));
  }
  if (format === 'JPEG') return decodeJpeg(bytes, options);
  throw formatRefused(format);
}

async function decodeJpeg(bytes: Uint8Array, options: DecodeOptions): Promise<RgbaImage> {
  const size = readJpegFrame(bytes);
  checkPixelBudget(size.width, size.height, options);
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' });
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' }).catch((cause: unknown) => {
    throw new ImageError('JPEG: the file must be intact. Received one that the browser cannot decode.', { cause });
  });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null)
    throw new ImageError(`JPEG: a canvas of ${width} x ${height} pixels must fit in memory. Received none.`);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}
