import jpeg from 'jpeg-js';
import { ImageError } from '../../errors.js';
import { checkPixelBudget } from '../../image/pixelBudget.js';
import type { RgbaImage } from '../../image/pixels.js';
import { messageOf } from '../files/explainSystemError.js';

/** A4 at 300 dots per inch. The decoder needs 55 bytes per pixel. */
const MAX_PIXELS = 9_000_000;
/**
 * Limits for the decoder, in case the file has another frame header after the one that was checked.
 * The memory is as the decoder counts it, about half of the real use.
 */
const LIMITS = { maxResolutionInMP: MAX_PIXELS / 1e6, maxMemoryUsageInMB: 300 };

/**
 * Decodes a JPEG in CMYK or YCCK, as prepress software writes them, of `size` pixels, with the
 * package jpeg-js. An EXIF orientation is ignored. Throws ImageError if it is damaged, cut off or
 * larger than nine million pixels.
 */
export function decodeCmykJpeg(
  bytes: Uint8Array,
  size: { readonly width: number; readonly height: number },
): RgbaImage {
  checkPixelBudget(size.width, size.height, { maxPixels: MAX_PIXELS });
  try {
    const { width, height, data } = jpeg.decode(bytes, { ...LIMITS, useTArray: true, tolerantDecoding: false });
    return { width, height, data };
  } catch (cause) {
    throw new ImageError(`JPEG: the file must be intact. Received: ${messageOf(cause)}`, { cause });
  }
}
