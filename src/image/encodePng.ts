import { crc32 } from './crc32.js';
import { PNG_SIGNATURE } from './parsePng.js';
import type { GrayImage, RgbaImage } from './pixels.js';

/** Compresses bytes to a zlib stream, as `deflateSync` of node:zlib does. */
export type Deflate = (raw: Uint8Array) => Uint8Array;

/**
 * Encodes a picture as an 8-bit PNG without filters: as gray if `data` has one byte per pixel
 * (bytes are written unchanged, so 0 shows as black), as RGBA if it has four. The platform provides
 * `deflate`. Throws RangeError if `data` has neither length.
 */
export function encodePng(image: GrayImage | RgbaImage, deflate: Deflate): Uint8Array {
  const { width, height, data } = image;
  const channels = data.length / (width * height);
  if (channels !== 1 && channels !== 4) {
    throw new RangeError(
      `encodePng: data must be 1 or 4 bytes a pixel. Received ${data.length} bytes for ${width} x ${height} pixels.`,
    );
  }
  const length = width * channels;
  const raw = new Uint8Array(height * (1 + length)); // a filter byte, 0, before each row
  for (let y = 0; y < height; y++) raw.set(data.subarray(y * length, (y + 1) * length), y * (1 + length) + 1);

  const ihdr = new Uint8Array(13);
  const view = new DataView(ihdr.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  ihdr[8] = 8; // bits per sample
  ihdr[9] = channels === 1 ? 0 : 6;
  return concatenate([
    PNG_SIGNATURE,
    chunk('IHDR', ihdr),
    chunk('IDAT', deflate(raw)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes, 4, 8 + content.length));
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
