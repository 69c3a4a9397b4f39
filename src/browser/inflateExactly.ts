import { ImageError } from '../errors.js';

/**
 * Inflates the pixel data of a PNG with the browser's DecompressionStream, and stops when they
 * exceed `exactLength` bytes. Throws ImageError if the stream is damaged, cut off or too long.
 */
export async function inflateExactly(compressed: readonly Uint8Array[], exactLength: number): Promise<Uint8Array> {
  const inflated = new Blob(compressed as Uint8Array<ArrayBuffer>[])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'));
  const reader = inflated.getReader();
  const raw = new Uint8Array(exactLength);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw refused('data that are damaged or cut off', exactLength, cause);
    });
    if (done) break;
    if (length + value.length > exactLength) {
      await reader.cancel();
      throw refused('a longer one', exactLength);
    }
    raw.set(value, length);
    length += value.length;
  }
  if (length < exactLength) throw refused(`${length} bytes`, exactLength);
  return raw;
}

function refused(received: string, exactLength: number, cause?: unknown): ImageError {
  return new ImageError(`PNG: pixel data must be a zlib stream of ${exactLength} bytes. Received ${received}.`, {
    cause,
  });
}
