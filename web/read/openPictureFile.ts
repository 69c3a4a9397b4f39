import { decodeImage } from '../../src/browser/decodeImage.js';
import { detectFormat } from '../../src/image/detectFormat.js';
import type { RgbaImage } from '../../src/image/pixels.js';

/** Longer side, in pixels, of what is kept of pictures that only the browser can decode. */
const LARGEST = 2048;
/** Files larger than this, in bytes, are no pictures of digits. */
const MAX_BYTES = 60_000_000;

/**
 * The pixels of a picture file: PNG and JPEG as everywhere in Numerist, other formats if the
 * browser knows them. Throws Error that says what to do where the file cannot be opened.
 */
export async function openPictureFile(file: Blob): Promise<RgbaImage> {
  if (file.size > MAX_BYTES) {
    throw new Error(
      `This file has ${Math.round(file.size / 1e6)} MB; pictures may have 60. Cut it to the digit first.`,
    );
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const format = detectFormat(bytes);
  if (format === 'PNG' || format === 'JPEG') return decodeImage(bytes);
  if (isHeic(bytes)) {
    throw new Error(
      'This is a HEIC picture, which browsers cannot open. Save it as JPEG or PNG, or take a screenshot of it.',
    );
  }
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error('This file is not a picture that can be opened. Bring a PNG or a JPEG.');
  });
  const scale = Math.min(1, LARGEST / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('There is not enough memory for this picture. Cut it to the digit first.');
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}

/** An ISO base media file of one of HEIC's brands. */
function isHeic(bytes: Uint8Array): boolean {
  const name = String.fromCharCode(...bytes.subarray(4, 12));
  return /^ftyp(heic|heix|hevc|heim|mif1|msf1)/.test(name);
}
