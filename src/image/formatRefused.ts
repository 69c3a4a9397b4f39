import { ImageError } from '../errors.js';
import type { ImageFormat } from './detectFormat.js';

/** The error for a file that is neither a PNG nor a JPEG; its message says what to do. */
export function formatRefused(format: Exclude<ImageFormat, 'PNG' | 'JPEG'>): ImageError {
  return new ImageError(`picture must be a PNG or a JPEG. Received ${ADVICE[format]}`);
}

const ADVICE: Readonly<Record<Exclude<ImageFormat, 'PNG' | 'JPEG'>, string>> = {
  GIF: 'a GIF: save it as PNG.',
  WebP: 'a WebP: save it as PNG.',
  AVIF: 'an AVIF: save it as PNG.',
  HEIC: 'a HEIC or another file of that family: save it as JPEG, or set the camera to "most compatible".',
  BMP: 'a BMP: save it as PNG.',
  TIFF: 'a TIFF: save it as PNG.',
  ICO: 'an icon (ICO): save it as PNG.',
  'JPEG XL': 'a JPEG XL: save it as PNG or JPEG.',
  PDF: 'a PDF: export the page as PNG.',
  SVG: 'an SVG drawing: export it as PNG.',
  text: 'text.',
  empty: 'an empty file.',
  unknown: 'a file of an unknown format.',
};
