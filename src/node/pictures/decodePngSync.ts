import { decodePng } from '../../image/decodePng.js';
import type { DecodeOptions } from '../../image/pixelBudget.js';
import type { RgbaImage } from '../../image/pixels.js';
import { inflateExactly } from './inflateExactly.js';

/**
 * Decodes a PNG synchronously, for reading data sets. Throws ImageError if it is damaged, cut off
 * or over the pixel budget.
 */
export function decodePngSync(bytes: Uint8Array, options: DecodeOptions = {}): RgbaImage {
  return decodePng(bytes, inflateExactly, options);
}
