import { ImageError } from '../../errors.js';
import { detectFormat } from '../../image/detectFormat.js';
import type { RgbaImage } from '../../image/pixels.js';
import { readJpegFrame } from '../../image/readJpegFrame.js';
import { decodeImage } from '../../node/pictures/decodeImage.js';
import { RequestError } from '../requestError.js';
import { mediaTypeOf } from './mediaTypeOf.js';

/** A progressive JPEG refines every pixel once per scan; encoders write about ten scans. */
const MAX_SCANS = 64;

/**
 * Decodes a PNG or a JPEG. Throws RequestError: 415 for other file formats, 422 if the file is
 * damaged or has more than `maxPixels`, which is checked in the header before anything is inflated.
 */
export async function decodePicture(bytes: Uint8Array, maxPixels: number): Promise<RgbaImage> {
  const format = detectFormat(bytes);
  if (format !== 'PNG' && format !== 'JPEG') {
    throw new RequestError(415, 'unsupported_type', `found ${mediaTypeOf(bytes)}, not image/png or image/jpeg`);
  }
  try {
    const { width, height } = format === 'PNG' ? readPngSize(bytes) : readJpegFrame(bytes);
    if (width * height > maxPixels) {
      throw new RequestError(422, 'image_too_large', `${width}x${height} exceeds ${maxPixels} pixels`);
    }
    if (format === 'JPEG') checkScans(bytes);
    return await decodeImage(bytes, { maxPixels });
  } catch (error) {
    if (error instanceof ImageError) throw new RequestError(422, 'bad_image', error.message);
    throw error;
  }
}

/**
 * Reads the size from where IHDR has to be. If it is not there, the decoder will report the error.
 */
function readPngSize(bytes: Uint8Array): { width: number; height: number } {
  if (bytes.length < 24) return { width: 0, height: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, 24);
  const isHeader = view.getUint32(12) === 0x49484452;
  return isHeader ? { width: view.getUint32(16), height: view.getUint32(20) } : { width: 0, height: 0 };
}

function checkScans(bytes: Uint8Array): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let scans = 0;
  for (let at = buffer.indexOf('ffda', 0, 'hex'); at >= 0; at = buffer.indexOf('ffda', at + 2, 'hex')) scans++;
  if (scans <= MAX_SCANS) return;
  throw new RequestError(422, 'bad_image', `JPEG: must have at most ${MAX_SCANS} scans. Received ${scans}.`);
}
