import { createHash } from 'node:crypto';

/**
 * Identifies a picture in a corrections file: the first 16 hex digits of the SHA-256 of its input
 * [784].
 */
export function contentOf(input: Uint8Array): string {
  return createHash('sha256').update(input).digest('hex').slice(0, 16);
}
