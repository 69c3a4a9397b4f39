import { ImageError } from '../../errors.js';
import { detectFormat } from '../../image/detectFormat.js';
import type { RgbaImage } from '../../image/pixels.js';
import { foreignFormat } from '../../image/foreignFormat.js';
import { formatRefused, isReadFormat } from '../../image/formatRefused.js';
import { PixelBudgetError } from '../../image/pixelBudget.js';
import { decodeImage } from '../../node/pictures/decodeImage.js';
import { RequestError } from '../requestError.js';
import { mediaTypeOf } from './mediaTypeOf.js';

/** A progressive JPEG refines every pixel once per scan; encoders write about ten scans. */
const MAX_SCANS = 64;

/**
 * Decodes a picture in any format that `decodeImage` reads. Throws RequestError: 415 for other file
 * formats, 422 if the file is damaged or has more than `maxPixels`, which is checked in the header
 * before anything is inflated.
 */
export async function decodePicture(bytes: Uint8Array, maxPixels: number): Promise<RgbaImage> {
  const format = detectFormat(bytes);
  if (!isReadFormat(format)) {
    const { message } = formatRefused(format, foreignFormat(bytes));
    throw new RequestError(415, 'unsupported_type', `found ${mediaTypeOf(bytes)}: ${message}`);
  }
  try {
    if (format === 'JPEG') checkScans(bytes);
    return await decodeImage(bytes, { maxPixels });
  } catch (error) {
    if (error instanceof PixelBudgetError) {
      const { width, height } = error;
      const message = `${width}x${height} exceeds ${maxPixels} pixels, the server's maxPixels`;
      throw new RequestError(422, 'image_too_large', message);
    }
    if (error instanceof ImageError) throw new RequestError(422, 'bad_image', error.message);
    throw error;
  }
}

function checkScans(bytes: Uint8Array): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let scans = 0;
  for (let at = buffer.indexOf('ffda', 0, 'hex'); at >= 0; at = buffer.indexOf('ffda', at + 2, 'hex')) scans++;
  if (scans <= MAX_SCANS) return;
  throw new RequestError(422, 'bad_image', `JPEG: must have at most ${MAX_SCANS} scans. Received ${scans}.`);
}
