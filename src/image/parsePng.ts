import { ImageError } from '../errors.js';
import { crc32 } from './crc32.js';
import { exifOrientation, type Orientation } from './exifOrientation.js';
import { parsePngHeader } from './parsePngHeader.js';
import type { DecodeOptions } from './pixelBudget.js';
import type { PngFile, PngHeader } from './pngFile.js';

/** The first eight bytes of every PNG. */
export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

// Chunk types as big-endian numbers, as they are in the file.
const IHDR = 0x49484452;
const PLTE = 0x504c5445;
const TRNS = 0x74524e53;
const IDAT = 0x49444154;
const IEND = 0x49454e44;
const EXIF = 0x65584966;
/**
 * Encoders write about 8 KiB of pixels per chunk and never reach this limit. A file full of empty
 * chunks would take much time for its size.
 */
const MAX_CHUNKS = 50_000;
/** Bit 5 of the first letter, which is set in chunks that a decoder may skip. */
const ANCILLARY = 0x20000000;

/**
 * Parses a PNG without inflating anything. The signature, the order and lengths of the chunks, and
 * the CRC of every chunk that is used are checked. Other chunks (gamma, text, time, animation) are
 * skipped, and so are bytes after IEND and a damaged eXIf. Throws ImageError if the file is
 * damaged, cut off or over the pixel budget (PNG specification, third edition, sections 5 and 11).
 */
export function parsePng(bytes: Uint8Array, options: DecodeOptions = {}): PngFile {
  checkSignature(bytes);
  let header: PngHeader | null = null;
  let palette: Uint8Array | null = null;
  let transparency: Uint8Array | null = null;
  let orientation: Orientation = 1;
  const compressed: Uint8Array[] = [];
  let previous = 0;
  let chunks = 0;

  for (let offset = 8; ;) {
    if (++chunks > MAX_CHUNKS) {
      throw new ImageError(`PNG: there must be at most ${MAX_CHUNKS} chunks. Received more: too many chunks.`);
    }
    const type = offset + 8 <= bytes.length ? readUint32(bytes, offset + 4) : 0;
    const start = offset + 8;
    const end = start + readUint32(bytes, offset);
    if (end + 4 > bytes.length) throw new ImageError(truncated(bytes, type, end + 4));
    if ((type & ANCILLARY) === 0 || type === TRNS) checkCrc(bytes, type, start, end);
    const content = bytes.subarray(start, end);

    if (header === null) {
      if (type !== IHDR) throw new ImageError(`PNG: the first chunk must be IHDR. Received ${chunkName(type)}.`);
      header = parsePngHeader(content, options);
    } else if (type === IDAT) {
      if (compressed.length > 0 && previous !== IDAT) {
        throw new ImageError(`PNG: IDAT chunks must follow each other. Received ${chunkName(previous)} between them.`);
      }
      if (header.colorType === 3 && palette === null)
        throw new ImageError('PNG: PLTE must come before IDAT. Received none.');
      compressed.push(content);
    } else if (type === PLTE) {
      if (palette !== null) throw new ImageError('PNG: PLTE must come once. Received a second one.');
      if (compressed.length > 0) throw new ImageError('PNG: PLTE must come before IDAT. Received it after.');
      palette = checkPalette(content);
    } else if (type === TRNS) {
      if (compressed.length > 0) throw new ImageError('PNG: tRNS must come before IDAT. Received it after.');
      transparency = checkTransparency(content, header, palette);
    } else if (type === IEND) {
      if (compressed.length === 0)
        throw new ImageError('PNG: there must be an IDAT chunk with the pixels. Received none.');
      return { header, compressed, palette, transparency, orientation };
    } else if (type === EXIF) {
      if (orientation === 1) orientation = exifOrientation(content);
    } else if (type === IHDR) {
      throw new ImageError('PNG: IHDR must come once. Received a second one.');
    } else if ((type & ANCILLARY) === 0) {
      throw new ImageError(`PNG: critical chunks must be IHDR, PLTE, IDAT or IEND. Received ${chunkName(type)}.`);
    }
    previous = type;
    offset = end + 4;
  }
}

function checkSignature(bytes: Uint8Array): void {
  if (PNG_SIGNATURE.every((byte, i) => bytes[i] === byte)) return;
  const hex = (part: Uint8Array) => Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new ImageError(
    `PNG: the signature must be ${hex(PNG_SIGNATURE)}. Received ${hex(bytes.subarray(0, 8)) || 'nothing'}. ` +
      'The file is damaged, perhaps by a transfer as text.',
  );
}

function checkCrc(bytes: Uint8Array, type: number, start: number, end: number): void {
  const stored = readUint32(bytes, end);
  const computed = crc32(bytes, start - 4, end);
  if (stored === computed) return;
  const hex = (value: number) => value.toString(16).padStart(8, '0');
  throw new ImageError(
    `PNG: CRC of ${chunkName(type)} must be ${hex(computed)}. Received ${hex(stored)}: the data are damaged.`,
  );
}

function checkPalette(content: Uint8Array): Uint8Array {
  if (content.length > 0 && content.length <= 768 && content.length % 3 === 0) return content;
  throw new ImageError(`PNG: PLTE must be 3 bytes for each of 1 to 256 colours. Received ${content.length} bytes.`);
}

function checkTransparency(content: Uint8Array, header: PngHeader, palette: Uint8Array | null): Uint8Array | null {
  const { colorType } = header;
  // Pixels with an alpha channel need no tRNS. Files with both exist, and other decoders read them.
  if (colorType === 4 || colorType === 6) return null;
  if (colorType === 3 && palette === null) throw new ImageError('PNG: tRNS must come after PLTE. Received it before.');
  const fits =
    colorType === 3
      ? content.length <= (palette as Uint8Array).length / 3
      : content.length === (colorType === 0 ? 2 : 6);
  if (fits) return content;
  const wanted = colorType === 3 ? 'at most one byte a palette colour' : colorType === 0 ? '2 bytes' : '6 bytes';
  throw new ImageError(`PNG: tRNS of colour type ${colorType} must be ${wanted}. Received ${content.length} bytes.`);
}

function truncated(bytes: Uint8Array, type: number, needed: number): string {
  const where = type === 0 ? 'a chunk header' : chunkName(type);
  return `PNG: the file is cut off in ${where}: it must be at least ${needed} bytes long. Received ${bytes.length}.`;
}

/** The four letters of a chunk type, or its hexadecimal number if they are not letters. */
function chunkName(type: number): string {
  const letters = String.fromCharCode(type >>> 24, (type >>> 16) & 255, (type >>> 8) & 255, type & 255);
  return /^[A-Za-z]{4}$/.test(letters) ? letters : `0x${type.toString(16).padStart(8, '0')}`;
}

/** Big-endian; bytes past the end count as 0. */
function readUint32(bytes: Uint8Array, offset: number): number {
  const high = ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
  return ((high << 16) | ((bytes[offset + 2] ?? 0) << 8) | (bytes[offset + 3] ?? 0)) >>> 0;
}
