import { ImageError } from '../errors.js';

/** A marker of a JPEG and what belongs to it: `bytes[start..end)`, without its length. */
export interface JpegSegment {
  /** The second byte of the marker, such as 0xC0. */
  readonly marker: number;
  readonly start: number;
  readonly end: number;
}

/** SOS: the pixels follow. */
export const START_OF_SCAN = 0xda;
/** EOI. */
export const END_OF_IMAGE = 0xd9;

/** Where the next marker begins, from `from` on, or the length of the file if there is none. */
export function nextJpegMarker(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && !(bytes[at] === 0xff && bytes[at + 1] !== 0 && bytes[at + 1] !== 0xff)) at++;
  return at;
}

/**
 * The segment of a JPEG at `offset`, behind fill bytes, or null if the file ends before it (ITU-T
 * T.81, B.1.1). SOI, EOI and restarts have no content. Throws ImageError if there is no marker.
 */
export function jpegSegmentAt(bytes: Uint8Array, offset: number): JpegSegment | null {
  let at = offset;
  while (at + 1 < bytes.length && bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
  if (at + 2 > bytes.length) return null;
  if (bytes[at] !== 0xff) {
    throw new ImageError(`JPEG: a marker must begin with 0xFF. Received ${bytes[at]}: the file is damaged.`);
  }
  const marker = bytes[at + 1];
  if (marker >= 0xd0 && marker <= END_OF_IMAGE) return { marker, start: at + 2, end: at + 2 };
  if (at + 4 > bytes.length) return null;
  const length = (bytes[at + 2] << 8) | bytes[at + 3];
  return { marker, start: at + 4, end: at + 2 + Math.max(2, length) };
}
