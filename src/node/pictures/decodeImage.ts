import { detectFormat } from '../../image/detectFormat.js';
import { formatRefused } from '../../image/formatRefused.js';
import type { DecodeOptions } from '../../image/pixelBudget.js';
import type { RgbaImage } from '../../image/pixels.js';
import { decodePngSync } from './decodePngSync.js';

/**
 * Decodes a PNG or a JPEG; the content decides which it is. Throws ImageError if the file is
 * anything else, damaged, cut off or over the pixel budget.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  const format = detectFormat(bytes);
  if (format === 'PNG') return decodePngSync(bytes, options);
  if (format !== 'JPEG') throw formatRefused(format);
  // The decoder takes a while to load, and most runs never see a JPEG.
  const { decodeJpeg } = await import('./decodeJpeg.js');
  return decodeJpeg(bytes, options);
}
