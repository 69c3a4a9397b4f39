import { ImageError } from '../errors.js';
import { detectFormat, type ImageFormat } from '../image/detectFormat.js';
import { formatRefused, isPictureFormat, isReadFormat } from '../image/formatRefused.js';
import { parsePng } from '../image/parsePng.js';
import { checkPixelBudget, DEFAULT_MAX_REDUCED_PIXELS, type DecodeOptions } from '../image/pixelBudget.js';
import type { RgbaImage } from '../image/pixels.js';
import { readJpegFrame } from '../image/readJpegFrame.js';
import { scanlinesLength, unpackPng } from '../image/unpackPng.js';
import { inflateExactly } from './inflateExactly.js';
import { inflateUpTo } from './inflateUpTo.js';

/** A larger JPEG is decoded at a reduced size; the browser's decoder would need far more memory. */
const WHOLE_PIXELS = 25_000_000;

/**
 * Decodes a picture; the content decides which format it has. PNGs are decoded with the same code
 * as in Node, because a canvas premultiplies alpha and would change the pixels. So are TIFF, PPM,
 * PGM and PBM, which browsers do not know, and JPEGs of more than 25 million pixels; the others are
 * left to the browser. Throws ImageError if the browser does not know the format, or if the file is
 * damaged, cut off or over the pixel budget.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  const format = detectFormat(bytes);
  switch (format) {
    case 'PNG': {
      const file = parsePng(bytes, options);
      return unpackPng(file, await inflateExactly(file.compressed, scanlinesLength(file.header)));
    }
    case 'JPEG':
      return decodeJpeg(bytes, options);
    case 'TIFF': {
      const { decodeTiff } = await import('../image/tiff/decodeTiff.js');
      return decodeTiff(bytes, inflateTiff, options);
    }
    case 'PNM': {
      const { decodePnm } = await import('../image/decodePnm.js');
      return decodePnm(bytes, options);
    }
    case 'WebP': {
      const { decodeWebP } = await import('../image/decodeWebP.js');
      return decodeWebP(bytes, (still) => decodeByBrowser(still, 'WebP', options), options);
    }
    default:
      if (!isReadFormat(format) && !isPictureFormat(format)) throw formatRefused(format);
      return decodeByBrowser(bytes, format, options);
  }
}

async function decodeJpeg(bytes: Uint8Array, options: DecodeOptions): Promise<RgbaImage> {
  const { width, height } = readJpegFrame(bytes);
  checkPixelBudget(width, height, options, DEFAULT_MAX_REDUCED_PIXELS);
  if (width * height <= WHOLE_PIXELS) return decodeByBrowser(bytes, 'JPEG', options);
  const { decodeJpegReduced } = await import('../image/jpeg/decodeJpegReduced.js');
  return decodeJpegReduced(bytes);
}

async function decodeByBrowser(bytes: Uint8Array, format: ImageFormat, options: DecodeOptions): Promise<RgbaImage> {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' }).catch((cause: unknown) => {
    if (!isReadFormat(format)) throw formatRefused(format);
    throw new ImageError(`${format}: the file must be intact. Received one that the browser cannot decode.`, { cause });
  });
  const { width, height } = bitmap;
  try {
    checkPixelBudget(width, height, options, WHOLE_PIXELS);
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (context === null)
      throw new ImageError(`${format}: a canvas of ${width} x ${height} pixels must fit in memory. Received none.`);
    context.drawImage(bitmap, 0, 0);
    return { width, height, data: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
}

async function inflateTiff(pieces: readonly Uint8Array[], length: number): Promise<Uint8Array> {
  return inflateUpTo(pieces, length, 'deflate').catch((cause: unknown) => {
    throw new ImageError('TIFF: pixel data must be a zlib stream. Received data that are damaged or cut off.', {
      cause,
    });
  });
}
