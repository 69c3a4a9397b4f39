import { decodeJpegReduced } from '../../image/jpeg/decodeJpegReduced.js';
import { jpegOrientation } from '../../image/jpegOrientation.js';
import { orient } from '../../image/orient.js';
import { checkPixelBudget, DEFAULT_MAX_REDUCED_PIXELS, type DecodeOptions } from '../../image/pixelBudget.js';
import type { RgbaImage } from '../../image/pixels.js';
import { readJpegFrame } from '../../image/readJpegFrame.js';
import { loadMozJpeg, type MozJpeg } from './mozJpeg.js';
import { wasmDecoder } from './wasmDecoder.js';

/** Larger pictures are decoded at a reduced size, which MozJPEG does not offer here. */
const WHOLE_PIXELS = 25_000_000;

const decodeWhole = wasmDecoder<MozJpeg>({
  format: 'JPEG',
  load: loadMozJpeg,
  decode: (codec, bytes) => codec.decode(bytes, false),
  // Some cameras leave stray bytes between the parts of a file, which does no harm.
  isHarmless: (complaint) => complaint.includes('extraneous bytes before marker'),
});

/**
 * Decodes a JPEG with MozJPEG (package @jsquash/jpeg), or with our own decoder if it is in CMYK or
 * has more than 25 million pixels, and applies its EXIF orientation. Throws ImageError if it is
 * damaged, cut off or over the pixel budget, which is checked before a decoder sees the file.
 */
export async function decodeJpeg(bytes: Uint8Array, options: DecodeOptions = {}): Promise<RgbaImage> {
  const { width, height, components } = readJpegFrame(bytes);
  checkPixelBudget(width, height, options, DEFAULT_MAX_REDUCED_PIXELS);
  // MozJPEG does not support CMYK.
  if (components === 4 || width * height > WHOLE_PIXELS) return decodeJpegReduced(bytes);
  return orient(await decodeWhole(bytes), jpegOrientation(bytes));
}
