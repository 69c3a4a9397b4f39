import { ImageError } from '../errors.js';
import type { ImageFormat } from './detectFormat.js';

/** The formats that are read everywhere. */
const READ_FORMATS = ['PNG', 'JPEG', 'WebP', 'GIF', 'BMP', 'TIFF', 'PNM'] as const;
type ReadFormat = (typeof READ_FORMATS)[number];
type RefusedFormat = Exclude<ImageFormat, ReadFormat>;

/** Whether files of a format are read everywhere. */
export function isReadFormat(format: ImageFormat): format is ReadFormat {
  return READ_FORMATS.some((read) => read === format);
}

/**
 * The error for a file that is in no format that is read; its message says what to do. `foreign`
 * says more of a file whose format is text or unknown.
 */
export function formatRefused(format: RefusedFormat, foreign: string | null = null): ImageError {
  const received = foreign !== null && (format === 'text' || format === 'unknown') ? foreign : ADVICE[format];
  return new ImageError(`picture must be a PNG, JPEG, WebP, GIF, BMP, TIFF, PPM, PGM or PBM. Received ${received}`);
}

/** Whether a file is a picture of pixels, be it read or refused. */
export function isPictureFormat(format: ImageFormat): boolean {
  return !NO_PICTURES.has(format);
}

const NO_PICTURES: ReadonlySet<ImageFormat> = new Set(['PDF', 'SVG', 'film', 'text', 'empty', 'unknown']);

const ADVICE: Readonly<Record<RefusedFormat, string>> = {
  AVIF: 'an AVIF: convert it with "magick picture.avif picture.png".',
  HEIC:
    'a HEIC: convert it with "heif-convert picture.heic picture.png" (on a Mac "sips -s format png picture.heic ' +
    '--out picture.png"), or set the camera to "most compatible".',
  ICO: 'an icon (ICO): convert it with "magick picture.ico picture.png".',
  'JPEG XL': 'a JPEG XL: convert it with "djxl picture.jxl picture.png".',
  PDF: 'a PDF: turn its pages into pictures with "pdftoppm -png -r 200 file.pdf page".',
  SVG: 'an SVG drawing: turn it into a picture with "rsvg-convert drawing.svg -o drawing.png".',
  film: 'a film (MP4 or its like): save one of its pictures as PNG.',
  text: 'text.',
  empty: 'an empty file.',
  unknown: 'a file of an unknown format.',
};
