import jpeg from 'jpeg-js';
import { ImageError } from '../../errors.js';
import { checkPixelBudget } from '../../image/pixelBudget.js';
import type { RgbaImage } from '../../image/pixels.js';
import { messageOf } from '../files/explainSystemError.js';

/** A4 at 300 dots an inch. The decoder takes 55 bytes a pixel. */
const MAX_PIXELS = 9_000_000;
/** Also for what comes behind the frame header that was looked at; by the decoder's own account, which is about half. */
const LIMITS = { maxResolutionInMP: MAX_PIXELS / 1e6, maxMemoryUsageInMB: 300 };

/**
 * Decodes a JPEG in CMYK or YCCK, as prepress writes them, of `size` pixels with the package jpeg-js; an EXIF orientation is not
 * heeded. Throws ImageError where it is damaged, cut off or larger than nine million pixels.
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
