import { ImageError } from '../errors.js';
import { detectFormat } from '../image/detectFormat.js';
import type { DecodeOptions } from '../image/pixelBudget.js';
import type { RgbaImage } from '../image/pixels.js';
import { decodePngSync } from './decodePngSync.js';

/** Decodes a PNG or JPEG, told apart by content. Throws ImageError where it is anything else, damaged or too large. */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  const format = detectFormat(bytes);
  if (format === 'PNG') return decodePngSync(bytes, options);
  if (format === 'JPEG') {
    const { decodeJpeg } = await import('./decodeJpeg.js');
    return decodeJpeg(bytes, options);
  }
  throw new ImageError(refuse(format));
}

function refuse(format: string): string {
  return `picture must be a PNG or a JPEG. Received ${format}.`;
}
