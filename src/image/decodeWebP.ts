import { orient } from './orient.js';
import { parseWebP } from './parseWebP.js';
import { checkPixelBudget, type DecodeOptions } from './pixelBudget.js';
import type { RgbaImage } from './pixels.js';
import { placeOnCanvas } from './placeOnCanvas.js';

/**
 * Decodes a WebP, of an animation the first frame, and applies its EXIF orientation. The platform
 * provides `decodeStill`, which gets a file without animation and EXIF. Throws ImageError if it is
 * damaged, cut off or over the pixel budget, which is checked before the decoder sees the file.
 */
export async function decodeWebP(
  bytes: Uint8Array,
  decodeStill: (bytes: Uint8Array) => Promise<RgbaImage>,
  options: DecodeOptions = {},
): Promise<RgbaImage> {
  const { width, height, canvas, left, top, still, orientation } = parseWebP(bytes);
  checkPixelBudget(canvas.width, canvas.height, options);
  checkPixelBudget(width, height, options);
  return orient(placeOnCanvas(await decodeStill(still), { ...canvas, left, top }), orientation);
}
