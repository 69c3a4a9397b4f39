import { exifOrientation, type Orientation } from './exifOrientation.js';
import { END_OF_IMAGE, jpegSegmentAt, START_OF_SCAN } from './jpegSegments.js';

const APP1 = 0xe1;

/**
 * The EXIF orientation of a JPEG: that of the first APP1 before the pixels that has one. It is 1 if
 * there is none, or if the file is damaged before it.
 */
export function jpegOrientation(bytes: Uint8Array): Orientation {
  for (let offset = 2; bytes[offset] === 0xff;) {
    const segment = jpegSegmentAt(bytes, offset);
    if (segment === null || segment.marker === START_OF_SCAN || segment.marker === END_OF_IMAGE) return 1;
    const { marker, start, end } = segment;
    if (marker === APP1 && isExif(bytes, start)) {
      const orientation = exifOrientation(bytes.subarray(start, end));
      if (orientation !== 1) return orientation;
    }
    offset = end;
  }
  return 1;
}

function isExif(bytes: Uint8Array, at: number): boolean {
  return String.fromCharCode(...bytes.subarray(at, at + 5)) === 'Exif\0';
}
