import { ImageError } from '../errors.js';
import type { DecodeOptions } from '../image/pixelBudget.js';
import type { RgbaImage } from '../image/pixels.js';

export async function decodeJpeg(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  throw new ImageError(`JPEG: not yet. Received ${bytes.length} ${options.maxPixels ?? 0}.`);
}
