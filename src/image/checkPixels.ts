import { tagOf } from './bytesOf.js';
import type { RgbaImage } from './pixels.js';

/**
 * Throws TypeError or RangeError unless `image` is what its type says: sizes are whole numbers from
 * 1, and there are four bytes per pixel.
 */
export function checkPixels({ width, height, data }: RgbaImage): void {
  if (!['Uint8Array', 'Uint8ClampedArray'].includes(tagOf(data))) {
    throw new TypeError(`image: data must be a Uint8Array or Uint8ClampedArray. Received [object ${tagOf(data)}].`);
  }
  for (const [name, size] of Object.entries({ width, height })) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`image: ${name} must be a whole number from 1. Received ${String(size)}.`);
    }
  }
  if (data.length !== width * height * 4) {
    throw new RangeError(
      `image: data must have width * height * 4 = ${width * height * 4} bytes (RGBA). Received ${data.length}.`,
    );
  }
}
