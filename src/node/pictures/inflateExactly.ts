import { inflateSync } from 'node:zlib';
import { ImageError } from '../../errors.js';
import { systemErrorCode } from '../files/explainSystemError.js';

/**
 * Inflates the pixel data of a PNG or a TIFF with node:zlib, and stops when they exceed
 * `exactLength` bytes. Throws ImageError if the stream is damaged, cut off or too long.
 */
export function inflateExactly(compressed: readonly Uint8Array[], exactLength: number, format = 'PNG'): Uint8Array {
  const stream = compressed.length === 1 ? compressed[0] : Buffer.concat(compressed);
  try {
    return inflateSync(stream, {
      maxOutputLength: exactLength,
      // The default of 16 KiB costs more to allocate than a 28 x 28 picture costs to inflate.
      chunkSize: Math.min(Math.max(exactLength + 1, 64), 65_536),
    });
  } catch (cause) {
    const received = reason(cause);
    throw new ImageError(`${format}: pixel data must be a zlib stream of ${exactLength} bytes. Received ${received}.`, {
      cause,
    });
  }
}

function reason(cause: unknown): string {
  const code = systemErrorCode(cause);
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'a longer one';
  if (code === 'Z_BUF_ERROR') return 'one that is cut off';
  return 'damaged data';
}
