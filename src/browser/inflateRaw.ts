import { inflateUpTo } from './inflateUpTo.js';

/**
 * Inflates a raw deflate stream (RFC 1951), and stops once it grows past `size` bytes: the result
 * then has more than that. Rejects with TypeError if the stream is damaged or cut off.
 */
export async function inflateRaw(packed: Uint8Array, size: number): Promise<Uint8Array> {
  return inflateUpTo([packed], size, 'deflate-raw');
}
