import { orient } from '../../image/orient.js';
import { checkPixelBudget, type DecodeOptions } from '../../image/pixelBudget.js';
import type { RgbaImage } from '../../image/pixels.js';
import { parseWebP } from '../../image/parseWebP.js';
import { placeOnCanvas } from '../../image/placeOnCanvas.js';
import { loadLibWebP, type LibWebP } from './libWebP.js';
import { wasmDecoder } from './wasmDecoder.js';

const decodeStill = wasmDecoder<LibWebP>({
  format: 'WebP',
  load: loadLibWebP,
  decode: (codec, bytes) => codec.decode(bytes),
});

/**
 * Decodes a WebP with libwebp (package @jsquash/webp), of an animation the first frame, and applies
 * its EXIF orientation. Throws ImageError if it is damaged, cut off or over the pixel budget, which
 * is checked before the decoder sees the file.
 */
export async function decodeWebP(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  const { width, height, canvas, left, top, still, orientation } = parseWebP(bytes);
  checkPixelBudget(canvas.width, canvas.height, options);
  checkPixelBudget(width, height, options);
  return orient(placeOnCanvas(await decodeStill(still), { ...canvas, left, top }), orientation);
}
