import { ImageError } from '../errors.js';
import { checkPixelBudget, type DecodeOptions } from './pixelBudget.js';
import type { RgbaImage } from './pixels.js';
import { placeOnCanvas } from './placeOnCanvas.js';
import { unpackGifCodes } from './unpackGifCodes.js';

/** The blocks of a GIF that matter (GIF89a specification, section 18 and on). */
const [EXTENSION, IMAGE, GRAPHIC_CONTROL] = [0x21, 0x2c, 0xf9];
/** First row and distance of the rows of each pass of an interlaced picture. */
const PASSES = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;

/**
 * Decodes the first picture of a GIF, on the canvas of the file; what it leaves free is
 * transparent. Throws ImageError if it is damaged, cut off or over the pixel budget.
 */
export function decodeGif(bytes: Uint8Array, options: DecodeOptions = {}): RgbaImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 13) throw cutOff();
  const flags = bytes[10];
  let at = 13 + paletteBytes(flags);
  const shared = flags & 0x80 ? bytes.subarray(13, at) : null;
  let transparent = -1;
  while (at < bytes.length && bytes[at] === EXTENSION) {
    if (bytes[at + 1] === GRAPHIC_CONTROL && bytes[at + 2] >= 4) {
      transparent = bytes[at + 3] & 1 ? bytes[at + 6] : -1;
    }
    at = behindBlocks(bytes, at + 2);
  }
  if (at + 10 > bytes.length) throw cutOff();
  if (bytes[at] !== IMAGE) throw new ImageError(`GIF: the file must hold a picture. Received block ${bytes[at]}.`);
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) => view.getUint16(at + offset, true));
  if (width < 1 || height < 1)
    throw new ImageError(`GIF: width and height must be at least 1. Received ${width} x ${height}.`);
  // Browsers, too, enlarge a canvas that is too small for its first picture.
  const canvas = {
    width: Math.max(view.getUint16(6, true), left + width),
    height: Math.max(view.getUint16(8, true), top + height),
  };
  checkPixelBudget(canvas.width, canvas.height, options);
  const own = bytes[at + 9];
  const codesAt = at + 10 + paletteBytes(own);
  const palette = own & 0x80 ? bytes.subarray(at + 10, codesAt) : shared;
  if (palette === null) throw new ImageError('GIF: there must be a palette. Received none.');
  const indices = unpackGifCodes(blocksAt(bytes, codesAt + 1), bytes[codesAt], width * height);
  const frame = colour(indices, { width, height, palette, transparent, isInterlaced: (own & 0x40) !== 0 });
  return placeOnCanvas(frame, { ...canvas, left, top });
}

function paletteBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** (1 + (flags & 7)) : 0;
}

function behindBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at];
  return at + 1;
}

/** The contents of the blocks that begin at `start`, as one piece. */
function blocksAt(bytes: Uint8Array, start: number): Uint8Array {
  const end = Math.min(behindBlocks(bytes, start), bytes.length);
  const joined = new Uint8Array(Math.max(0, end - start));
  let length = 0;
  for (let at = start; at < end && bytes[at] !== 0; at += 1 + bytes[at]) {
    const block = bytes.subarray(at + 1, at + 1 + bytes[at]);
    joined.set(block, length);
    length += block.length;
  }
  return joined.subarray(0, length);
}

interface Frame {
  readonly width: number;
  readonly height: number;
  /** Bytes red, green and blue of each colour. */
  readonly palette: Uint8Array;
  /** The index without colour, -1 if there is none. */
  readonly transparent: number;
  readonly isInterlaced: boolean;
}

function colour(indices: Uint8Array, { width, height, palette, transparent, isInterlaced }: Frame): RgbaImage {
  const data = new Uint8Array(4 * width * height);
  let i = 0;
  for (const [first, step] of isInterlaced ? PASSES : [[0, 1] as const]) {
    for (let y = first; y < height; y += step) {
      for (let o = 4 * y * width, end = o + 4 * width; o < end; o += 4) {
        const index = indices[i++];
        if (index === transparent) continue;
        // A colour that the palette lacks is black, as elsewhere.
        data[o] = palette[3 * index] ?? 0;
        data[o + 1] = palette[3 * index + 1] ?? 0;
        data[o + 2] = palette[3 * index + 2] ?? 0;
        data[o + 3] = 255;
      }
    }
  }
  return { width, height, data };
}

function cutOff(): ImageError {
  return new ImageError('GIF: the file must be intact. Received one that is cut off.');
}
