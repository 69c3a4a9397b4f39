import { ImageError } from '../errors.js';
import { checkPixelBudget, type DecodeOptions } from './pixelBudget.js';
import type { RgbaImage } from './pixels.js';
import { unpackRunLengths } from './unpackRunLengths.js';

/** What the headers of a BMP say. */
interface Header {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bits: number;
  readonly compression: number;
  /** Where red, green, blue and alpha are in a pixel; alpha is 0 where there is none. */
  readonly masks: readonly [number, number, number, number];
  /** Bytes blue, green, red of each colour, `entryBytes` apart. */
  readonly palette: Uint8Array;
  readonly entryBytes: number;
  readonly pixelsAt: number;
}

const [RGB, RLE8, RLE4, BITFIELDS, ALPHA_BITFIELDS] = [0, 1, 2, 3, 6];
const FILE_HEADER_BYTES = 14;

/**
 * Decodes a BMP of 1 to 32 bits per pixel, with and without run lengths, bottom-up or top-down
 * (Microsoft, "Bitmap storage" and BITMAPV5HEADER). Throws ImageError if it is damaged, cut off or
 * over the pixel budget.
 */
export function decodeBmp(bytes: Uint8Array, options: DecodeOptions = {}): RgbaImage {
  const header = parseHeader(bytes);
  const { width, height, bits, compression, isTopDown } = header;
  checkPixelBudget(width, height, options);
  const isPacked = compression === RLE8 || compression === RLE4;
  const stride = isPacked ? width : 4 * Math.ceil((width * bits) / 32);
  const stored = bytes.subarray(header.pixelsAt);
  const rows = isPacked ? unpackRunLengths(stored, { width, height, isNibbles: compression === RLE4 }) : stored;
  if (rows.length < stride * height) {
    throw damaged(`${rows.length} of the ${stride * height} bytes of pixels: the file is cut off`);
  }
  const data = new Uint8Array(4 * width * height);
  const expand = bits <= 8 ? byPalette(header, isPacked ? 8 : bits) : byMasks(header);
  for (let y = 0; y < height; y++) {
    const from = (isTopDown ? y : height - 1 - y) * stride;
    expand(rows.subarray(from, from + stride), data.subarray(4 * y * width, 4 * (y + 1) * width));
  }
  if (header.masks[3] !== 0) showIfInvisible(data);
  return { width, height, data };
}

function parseHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < FILE_HEADER_BYTES + 12) throw damaged(`${bytes.length} bytes: the file is cut off`);
  const size = view.getUint32(FILE_HEADER_BYTES, true);
  const isOld = size === 12;
  if ((!isOld && size < 40) || FILE_HEADER_BYTES + size > bytes.length) throw damaged(`a header of ${size} bytes`);
  const width = isOld ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = isOld ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(isOld ? 24 : 28, true);
  const compression = isOld ? RGB : view.getUint32(30, true);
  const height = Math.abs(signedHeight);
  if (width < 1 || height < 1) throw damaged(`a size of ${width} x ${height}`);
  checkKind(bits, compression, signedHeight < 0);
  const masksAt = FILE_HEADER_BYTES + 40;
  const hasMasks = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  const maskBytes = hasMasks && size === 40 ? (compression === BITFIELDS ? 12 : 16) : 0;
  if (hasMasks && masksAt + 12 + (maskBytes === 16 ? 4 : 0) > bytes.length) throw damaged('no masks of its colours');
  const mask = (i: number) => view.getUint32(masksAt + 4 * i, true);
  const hasAlphaMask = compression === ALPHA_BITFIELDS || size >= 56;
  const entryBytes = isOld ? 3 : 4;
  const paletteAt = FILE_HEADER_BYTES + size + maskBytes;
  const used = isOld ? 0 : view.getUint32(46, true);
  const colours = bits > 8 ? 0 : Math.min(used === 0 ? 2 ** bits : used, 2 ** bits);
  return {
    width,
    height,
    isTopDown: signedHeight < 0,
    bits,
    compression,
    masks: hasMasks ? [mask(0), mask(1), mask(2), hasAlphaMask ? mask(3) : 0] : standardMasks(bits),
    palette: bytes.subarray(paletteAt, paletteAt + entryBytes * colours),
    entryBytes,
    pixelsAt: view.getUint32(10, true),
  };
}

function checkKind(bits: number, compression: number, isTopDown: boolean): void {
  const fits =
    compression === RGB
      ? [1, 2, 4, 8, 16, 24, 32].includes(bits)
      : compression === RLE8
        ? bits === 8 && !isTopDown
        : compression === RLE4
          ? bits === 4 && !isTopDown
          : (compression === BITFIELDS || compression === ALPHA_BITFIELDS) && (bits === 16 || bits === 32);
  if (!fits) throw damaged(`compression ${compression} with ${bits} bits per pixel: save it as PNG`);
}

function standardMasks(bits: number): Header['masks'] {
  return bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0];
}

type Expand = (row: Uint8Array, out: Uint8Array) => void;

function byPalette({ palette, entryBytes }: Header, bits: number): Expand {
  const perByte = 8 / bits;
  return (row, out) => {
    for (let x = 0, o = 0; o < out.length; x++, o += 4) {
      const shift = 8 - bits * (1 + (x % perByte));
      const entry = entryBytes * ((row[Math.floor(x / perByte)] >> shift) & (2 ** bits - 1));
      // A colour that the palette lacks is black, as elsewhere.
      out[o] = palette[entry + 2] ?? 0;
      out[o + 1] = palette[entry + 1] ?? 0;
      out[o + 2] = palette[entry] ?? 0;
      out[o + 3] = 255;
    }
  };
}

function byMasks({ bits, masks }: Header): Expand {
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, scale: mask === 0 ? 0 : 255 / (mask >>> shift) };
  });
  const hasAlpha = masks[3] !== 0;
  const bytes = bits / 8;
  return (row, out) => {
    for (let x = 0, o = 0; o < out.length; x += bytes, o += 4) {
      const low = row[x] | (row[x + 1] << 8);
      const pixel = bytes === 2 ? low : (low | (row[x + 2] << 16) | (bytes === 4 ? row[x + 3] << 24 : 0)) >>> 0;
      for (let c = 0; c < 4; c++) {
        const { mask, shift, scale } = channels[c];
        out[o + c] = ((pixel & mask) >>> shift) * scale + 0.5;
      }
      if (!hasAlpha) out[o + 3] = 255;
    }
  };
}

/** Many programs leave alpha at 0 everywhere, and mean that nothing is transparent. */
function showIfInvisible(data: Uint8Array): void {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) return;
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
}

function damaged(received: string): ImageError {
  return new ImageError(`BMP: the file must be intact. Received ${received}.`);
}
