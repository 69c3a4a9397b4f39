/** A kind of file, recognised by its first bytes. */
export type ImageFormat =
  | 'PNG'
  | 'JPEG'
  | 'GIF'
  | 'WebP'
  | 'AVIF'
  | 'HEIC'
  | 'BMP'
  | 'TIFF'
  | 'PNM'
  | 'ICO'
  | 'JPEG XL'
  | 'PDF'
  | 'SVG'
  | 'film'
  | 'text'
  | 'empty'
  | 'unknown';

/**
 * The bytes that identify a format, as Latin-1 letters, and their offset in the file; the first
 * match counts.
 */
const SIGNATURES: readonly (readonly [format: ImageFormat, offset: number, letters: string])[] = [
  // A PNG with a damaged signature still counts as a PNG, so that its decoder can say what is
  // wrong.
  ['PNG', 1, 'PNG'],
  ['PNG', 12, 'IHDR'],
  ['JPEG', 0, '\xff\xd8\xff'],
  ['GIF', 0, 'GIF8'],
  ['WebP', 8, 'WEBP'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['ICO', 0, '\0\0\x01\0'],
  ['JPEG XL', 0, '\xff\x0a'],
  ['JPEG XL', 4, 'JXL '],
  ['PDF', 0, '%PDF'],
];

/** The sizes that the second header of a BMP may have. */
const BMP_HEADERS: ReadonlySet<number | undefined> = new Set([12, 40, 52, 56, 64, 108, 124]);

/** Detects the format of a file from its content. The file name does not matter. */
export function detectFormat(bytes: Uint8Array): ImageFormat {
  if (bytes.length === 0) return 'empty';
  const start = latin1(bytes, 16); // more would cost time for a hundred thousand small pictures
  for (const [format, offset, letters] of SIGNATURES) {
    if (start.startsWith(letters, offset)) return format;
  }
  if (start.startsWith('ftyp', 4)) return isoFormat(latin1(bytes, 64));
  // The size of the second header tells a bitmap from a text that begins with BM.
  if (start.startsWith('BM') && BMP_HEADERS.has(bytes[14]) && bytes[15] === 0) return 'BMP';
  if (/^P[1-6]\s+[#\d]/.test(start)) return 'PNM';
  const head = latin1(bytes, 1024);
  const isText = /^[\t\n\f\r\x20-\x7e\x80-\xff]*$/.test(head);
  if (!isText) return 'unknown';
  return /<svg[\s>]/.test(head) ? 'SVG' : 'text';
}

/** What an ISO base media file holds, by its brands: the major one, then the compatible ones. */
function isoFormat(head: string): ImageFormat {
  const brands = head.slice(8);
  if (/avi[fos]/.test(brands)) return 'AVIF';
  return /hei[cfmsx]|hev[cmsx]|mif1|msf1/.test(brands) ? 'HEIC' : 'film';
}

/** The first `length` bytes as letters. */
function latin1(bytes: Uint8Array, length: number): string {
  return String.fromCharCode(...bytes.subarray(0, length));
}
