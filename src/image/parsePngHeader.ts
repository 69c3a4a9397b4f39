import { ImageError } from '../errors.js';
import { checkPixelBudget, type DecodeOptions } from './pixelBudget.js';
import type { PngColorType, PngHeader } from './pngFile.js';

const BIT_DEPTHS: Readonly<Record<PngColorType, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * Reads the 13 bytes of IHDR and checks them and the pixel budget (PNG specification, third
 * edition, section 11.2.1). Throws ImageError if a field has a value that the specification does
 * not allow.
 */
export function parsePngHeader(ihdr: Uint8Array, options: DecodeOptions): PngHeader {
  if (ihdr.length !== 13) throw new ImageError(`PNG: IHDR must be 13 bytes long. Received ${ihdr.length}.`);
  const view = new DataView(ihdr.buffer, ihdr.byteOffset, ihdr.length);
  const width = checkSide('width', view.getUint32(0));
  const height = checkSide('height', view.getUint32(4));
  const bitDepth = view.getUint8(8);
  const colorType = checkColorType(view.getUint8(9));
  if (!BIT_DEPTHS[colorType].includes(bitDepth)) {
    const allowed = BIT_DEPTHS[colorType].join(', ');
    throw new ImageError(`PNG: bit depth of colour type ${colorType} must be one of ${allowed}. Received ${bitDepth}.`);
  }
  checkMethod('compression', view.getUint8(10), 0);
  checkMethod('filter', view.getUint8(11), 0);
  checkMethod('interlace', view.getUint8(12), 1);
  checkPixelBudget(width, height, options);
  return { width, height, bitDepth, colorType, interlaced: view.getUint8(12) === 1 };
}

function checkSide(name: string, side: number): number {
  if (side >= 1 && side < 2 ** 31) return side;
  throw new ImageError(`PNG: ${name} must be between 1 and 2147483647. Received ${side}.`);
}

function checkColorType(value: number): PngColorType {
  if (value === 0 || value === 2 || value === 3 || value === 4 || value === 6) return value;
  throw new ImageError(`PNG: colour type must be one of 0, 2, 3, 4, 6. Received ${value}.`);
}

function checkMethod(name: string, value: number, largest: number): void {
  if (value <= largest) return;
  throw new ImageError(`PNG: ${name} method must be ${largest === 0 ? '0' : '0 or 1'}. Received ${value}.`);
}
