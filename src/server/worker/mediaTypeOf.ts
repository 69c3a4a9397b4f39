import { detectFormat, type ImageFormat } from '../../image/detectFormat.js';

const MEDIA_TYPES: Readonly<Record<ImageFormat, string>> = {
  PNG: 'image/png',
  JPEG: 'image/jpeg',
  GIF: 'image/gif',
  WebP: 'image/webp',
  AVIF: 'image/avif',
  HEIC: 'image/heic',
  BMP: 'image/bmp',
  TIFF: 'image/tiff',
  PNM: 'image/x-portable-anymap',
  ICO: 'image/vnd.microsoft.icon',
  'JPEG XL': 'image/jxl',
  PDF: 'application/pdf',
  SVG: 'image/svg+xml',
  film: 'video/mp4',
  text: 'text/plain',
  empty: 'nothing',
  unknown: 'application/octet-stream',
};

/**
 * The media type of a file by its first bytes, for messages; the type that a client declares is
 * ignored.
 */
export function mediaTypeOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 512)).toString('latin1');
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return 'application/zip';
  if (head.startsWith('\x1f\x8b')) return 'application/gzip';
  if (/^\s*<(!doctype html|html)[\s>]/i.test(head)) return 'text/html';
  return MEDIA_TYPES[detectFormat(bytes)];
}
