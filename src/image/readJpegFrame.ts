import { ImageError } from '../errors.js';

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
  const uint16 = (offset: number) => ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
  let offset = 2; // after the marker SOI, with which every JPEG begins
  while (offset + 4 <= bytes.length) {
    if (bytes[offset] !== 0xff) {
      throw new ImageError(`JPEG: a marker must begin with 0xFF. Received ${bytes[offset] ?? 0}: the file is damaged.`);
    }
    const marker = bytes[offset + 1];
    if (marker === 0xff) {
      offset += 1; // a fill byte
    } else if (isFrameHeader(marker)) {
      if (offset + 10 > bytes.length) break;
      const height = uint16(offset + 5);
      const width = uint16(offset + 7);
      if (width > 0 && height > 0) return { width, height, components: bytes[offset + 9] };
      throw new ImageError(`JPEG: width and height must be at least 1. Received ${width} x ${height}.`);
    } else if (marker === 0xda || marker === 0xd9) {
      throw new ImageError('JPEG: a frame header must come before the pixels. Received none: the file is damaged.');
    } else {
      offset += 2 + uint16(offset + 2);
    }
  }
  throw new ImageError(
    `JPEG: the file must reach its frame header. Received ${bytes.length} bytes: the file is cut off.`,
  );
}

/** True for SOF0..SOF15, except for the markers DHT, JPG and DAC, which lie in that range. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
