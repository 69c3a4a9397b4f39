/** A kind of picture file, told by its first bytes. */
export type ImageFormat =
  | 'PNG'
  | 'JPEG'
  | 'GIF'
  | 'WebP'
  | 'AVIF'
  | 'HEIC'
  | 'BMP'
  | 'TIFF'
  | 'ICO'
  | 'JPEG XL'
  | 'PDF'
  | 'SVG'
  | 'text'
  | 'empty'
  | 'unknown';

/** Tells what a file is from its content; what its name says does not count. */
export function detectFormat(bytes: Uint8Array): ImageFormat {
  if (bytes.length === 0) return 'empty';
  const at = (offset: number, text: string) =>
    Array.from(text).every((letter, i) => bytes[offset + i] === letter.charCodeAt(0));
  // A PNG with a damaged signature is still told as a PNG, so that its decoder can say what is wrong.
  if (at(1, 'PNG') || at(12, 'IHDR')) return 'PNG';
  if (at(0, '\xff\xd8\xff')) return 'JPEG';
  if (at(0, 'GIF8')) return 'GIF';
  if (at(0, 'RIFF') && at(8, 'WEBP')) return 'WebP';
  if (at(4, 'ftypavif') || at(4, 'ftypavis')) return 'AVIF';
  if (at(4, 'ftyp')) return 'HEIC';
  if (at(0, 'BM')) return 'BMP';
  if (at(0, 'II*\0') || at(0, 'MM\0*')) return 'TIFF';
  if (at(0, '\0\0\x01\0')) return 'ICO';
  if (at(0, '\xff\x0a') || at(4, 'JXL ')) return 'JPEG XL';
  if (at(0, '%PDF')) return 'PDF';
  return detectText(bytes);
}

function detectText(bytes: Uint8Array): 'SVG' | 'text' | 'unknown' {
  let text = '';
  for (const byte of bytes.subarray(0, 1024)) {
    const control = byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13;
    if (control || byte === 127) return 'unknown';
    text += String.fromCharCode(byte);
  }
  return /<svg[\s>]/.test(text) ? 'SVG' : 'text';
}
