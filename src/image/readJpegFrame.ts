import { ImageError } from '../errors.js';
import { END_OF_IMAGE, jpegSegmentAt, START_OF_SCAN } from './jpegSegments.js';

/** The contents of a JPEG's frame header. */
export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  /** Samples per pixel: 1 in gray, 3 in colour, 4 in CMYK. */
  readonly components: number;
}

/**
 * Reads the frame header of a JPEG (SOF, ITU-T T.81, B.2.2) without decoding anything. The sizes
 * are those before the EXIF orientation is applied. Throws ImageError if the file is damaged or cut
 * off before that header.
 */
export function readJpegFrame(bytes: Uint8Array): JpegFrame {
  const uint16 = (offset: number) => (bytes[offset] << 8) | bytes[offset + 1];
  let offset = 2; // after the marker SOI, with which every JPEG begins
  for (;;) {
    const segment = jpegSegmentAt(bytes, offset);
    if (segment === null) break;
    const { marker, start, end } = segment;
    if (isFrameHeader(marker)) {
      if (start + 6 > bytes.length) break;
      const height = uint16(start + 1);
      const width = uint16(start + 3);
      if (width > 0 && height > 0) return { width, height, components: bytes[start + 5] };
      throw new ImageError(`JPEG: width and height must be at least 1. Received ${width} x ${height}.`);
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) {
      throw new ImageError('JPEG: a frame header must come before the pixels. Received none: the file is damaged.');
    }
    offset = end;
  }
  throw new ImageError(
    `JPEG: the file must reach its frame header. Received ${bytes.length} bytes: the file is cut off.`,
  );
}

/** True for SOF0..SOF15, except for the markers DHT, JPG and DAC, which lie in that range. */
export function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
