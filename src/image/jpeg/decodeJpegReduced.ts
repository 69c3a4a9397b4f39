import { jpegOrientation } from '../jpegOrientation.js';
import type { RgbaImage } from '../pixels.js';
import { bytesNeeded, type Kept } from './coefficients.js';
import type { Frame } from './frame.js';
import { parseJpeg } from './parseJpeg.js';
import { toPixels } from './toPixels.js';

/** What decoding may use, besides the file: with Node and a model it stays under 700 MB. */
const MEMORY_BYTES = 320e6;

const ALL_KEPT: readonly Kept[] = [8, 4, 2, 1];

/**
 * Decodes a JPEG, baseline or progressive, in gray, colour or CMYK, and applies its EXIF
 * orientation. A picture whose decoding would need more than 320 MB is made 2, 4 or 8 times smaller
 * on the way, as little as that takes; `full` then tells its size. Throws ImageError if the file is
 * damaged or cut off.
 */
export function decodeJpegReduced(bytes: Uint8Array, memoryBytes = MEMORY_BYTES): RgbaImage {
  const orientation = jpegOrientation(bytes);
  let kept: Kept = 8;
  const jpeg = parseJpeg(bytes, (frame) => (kept = chooseKept(frame, memoryBytes)));
  const image = toPixels(jpeg, kept, orientation);
  const { width, height } = jpeg.frame;
  const full = orientation >= 5 ? { width: height, height: width } : { width, height };
  return full.width === image.width && full.height === image.height ? image : { ...image, full };
}

function chooseKept(frame: Frame, memoryBytes: number): Kept {
  return ALL_KEPT.find((kept) => bytesNeeded(frame, kept) <= memoryBytes) ?? 1;
}
