import { ImageError } from '../errors.js';
import { exifOrientation, type Orientation } from './exifOrientation.js';

/** A WebP whose pixels are still coded: of an animation, its first frame. */
export interface WebPFile {
  /** The size of the still picture. */
  readonly width: number;
  readonly height: number;
  /** The size of what is shown, on which the still picture begins at `left` and `top`. */
  readonly canvas: { readonly width: number; readonly height: number };
  readonly left: number;
  readonly top: number;
  /** A file that holds the still picture alone. */
  readonly still: Uint8Array;
  readonly orientation: Orientation;
}

interface Chunk {
  readonly name: string;
  readonly content: Uint8Array;
}

/** The first frame of an animation comes long before. */
const MAX_CHUNKS = 1000;
/** Of an ANMF chunk, before the chunks of its picture. */
const FRAME_HEADER_BYTES = 16;

/**
 * Parses the container of a WebP (RFC 9649, section 2). Throws ImageError if it is damaged or cut
 * off, or holds no picture.
 */
export function parseWebP(bytes: Uint8Array): WebPFile {
  const chunks = chunksOf(bytes, 12);
  const exif = chunks.find(({ name }) => name === 'EXIF');
  const orientation = exif === undefined ? 1 : exifOrientation(exif.content);
  const extended = chunks.find(({ name }) => name === 'VP8X')?.content;
  const frame = chunks.find(({ name }) => name === 'ANMF')?.content;
  const parts = frame === undefined ? chunks : chunksOf(frame, FRAME_HEADER_BYTES);
  const picture = parts.find(({ name }) => name === 'VP8 ' || name === 'VP8L');
  if (picture === undefined) throw damaged('no picture in it');
  const size = sizeOf(picture);
  const alpha = parts.find(({ name }) => name === 'ALPH');
  const still = riff(alpha === undefined || picture.name === 'VP8L' ? [picture] : [header(size), alpha, picture]);
  if (frame === undefined) return { ...size, canvas: size, left: 0, top: 0, still, orientation };
  if (extended === undefined || extended.length < 10) throw damaged('an animation without a size');
  const canvas = { width: 1 + uint24(extended, 4), height: 1 + uint24(extended, 7) };
  return { ...size, canvas, left: 2 * uint24(frame, 0), top: 2 * uint24(frame, 3), still, orientation };
}

function chunksOf(bytes: Uint8Array, start: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = start; at + 8 <= bytes.length && chunks.length < MAX_CHUNKS;) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const length = uint24(bytes, at + 4) + 2 ** 24 * bytes[at + 7];
    const end = at + 8 + length;
    if (end > bytes.length) {
      // What follows the first frame of an animation is of no use.
      if (chunks.some((chunk) => chunk.name === 'ANMF')) break;
      throw damaged(`a file that is cut off in its part "${name}"`);
    }
    chunks.push({ name, content: bytes.subarray(at + 8, end) });
    at = end + (length & 1);
  }
  return chunks;
}

/** The size in the header of a lossy picture (RFC 6386, 9.1) or a lossless one (RFC 9649, 3.4). */
function sizeOf({ name, content }: Chunk): { readonly width: number; readonly height: number } {
  if (content.length < (name === 'VP8L' ? 5 : 10)) throw damaged('a picture that is cut off');
  if (name === 'VP8L') {
    const bits = uint24(content, 1) + 2 ** 24 * content[4];
    return { width: 1 + (bits & 0x3fff), height: 1 + (Math.floor(bits / 2 ** 14) & 0x3fff) };
  }
  return {
    width: uint24(content, 6) & 0x3fff,
    height: (content[8] | (content[9] << 8)) & 0x3fff,
  };
}

/** VP8X, which libwebp needs to find the transparency. */
function header({ width, height }: { readonly width: number; readonly height: number }): Chunk {
  const content = new Uint8Array(10);
  const view = new DataView(content.buffer);
  content[0] = 0x10; // has transparency
  view.setUint32(4, width - 1, true);
  content.set([(height - 1) & 255, ((height - 1) >> 8) & 255, 0], 7);
  return { name: 'VP8X', content };
}

function riff(chunks: readonly Chunk[]): Uint8Array {
  const length = chunks.reduce((sum, { content }) => sum + 8 + content.length + (content.length & 1), 12);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  const letters = (text: string, at: number): void => {
    for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  };
  letters('RIFF', 0);
  view.setUint32(4, length - 8, true);
  letters('WEBP', 8);
  let at = 12;
  for (const { name, content } of chunks) {
    letters(name, at);
    view.setUint32(at + 4, content.length, true);
    bytes.set(content, at + 8);
    at += 8 + content.length + (content.length & 1);
  }
  return bytes;
}

/** Little-endian. */
function uint24(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
}

function damaged(received: string): ImageError {
  return new ImageError(`WebP: the file must be intact. Received ${received}.`);
}
