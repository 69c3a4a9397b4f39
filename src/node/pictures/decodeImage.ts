import { decodeBmp } from '../../image/decodeBmp.js';
import { decodeGif } from '../../image/decodeGif.js';
import { decodePnm } from '../../image/decodePnm.js';
import { decodeWebP } from '../../image/decodeWebP.js';
import { detectFormat } from '../../image/detectFormat.js';
import { foreignFormat } from '../../image/foreignFormat.js';
import { formatRefused } from '../../image/formatRefused.js';
import type { DecodeOptions } from '../../image/pixelBudget.js';
import type { RgbaImage } from '../../image/pixels.js';
import { decodeTiff } from '../../image/tiff/decodeTiff.js';
import { decodePngSync } from './decodePngSync.js';
import { inflateExactly } from './inflateExactly.js';

/**
 * Decodes a PNG, JPEG, WebP, GIF, BMP, TIFF, PPM, PGM or PBM; the content decides which it is, and
 * of several pictures in a file the first is taken. Throws ImageError if the file is anything else,
 * damaged, cut off or over the pixel budget.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  const format = detectFormat(bytes);
  switch (format) {
    case 'PNG':
      return decodePngSync(bytes, options);
    case 'JPEG': {
      // The decoder takes a while to load, and most runs never see a JPEG.
      const { decodeJpeg } = await import('./decodeJpeg.js');
      return decodeJpeg(bytes, options);
    }
    case 'WebP': {
      const { decodeStillWebP } = await import('./libWebP.js');
      return decodeWebP(bytes, decodeStillWebP, options);
    }
    case 'GIF':
      return decodeGif(bytes, options);
    case 'BMP':
      return decodeBmp(bytes, options);
    case 'TIFF':
      return decodeTiff(bytes, (pieces, length) => inflateExactly(pieces, length, 'TIFF'), options);
    case 'PNM':
      return decodePnm(bytes, options);
    default:
      throw formatRefused(format, foreignFormat(bytes));
  }
}
