import { decodeImage } from '../../src/browser/decodeImage.js';
import { detectFormat } from '../../src/image/detectFormat.js';
import type { RgbaImage } from '../../src/image/pixels.js';

/** In bytes: a photo of 108 megapixels has about half as many. */
const MAX_BYTES = 128_000_000;

/**
 * The pixels of a picture file, in any format that Numerist or the browser knows. Throws Error that
 * says what to do where the file cannot be opened.
 */
export async function openPictureFile(file: Blob): Promise<RgbaImage> {
  if (file.size > MAX_BYTES) {
    throw new Error(
      `This file has ${Math.round(file.size / 1e6)} MB; pictures may have ${MAX_BYTES / 1e6}. Cut it to the digit first.`,
    );
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return await decodeImage(bytes);
  } catch (error) {
    if (detectFormat(bytes) !== 'HEIC') throw error;
    throw new Error(
      'This is a HEIC picture, which this browser cannot open. Save it as JPEG or PNG, or take a screenshot of it.',
      { cause: error },
    );
  }
}
