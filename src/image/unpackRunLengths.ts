import { ImageError } from '../errors.js';

interface Size {
  readonly width: number;
  readonly height: number;
  /** Whether a byte holds two pixels (RLE4) and not one (RLE8). */
  readonly isNibbles: boolean;
}

/**
 * The pixels of a BMP with run lengths, one byte each, [height, width], in the order of the file
 * (Microsoft, "Bitmap compression"). Pixels that are skipped are 0. Throws ImageError if the data
 * end before the last row.
 */
export function unpackRunLengths(packed: Uint8Array, { width, height, isNibbles }: Size): Uint8Array {
  const pixels = new Uint8Array(width * height);
  let [at, x, y] = [0, 0, 0];
  const put = (colour: number): void => {
    if (x < width) pixels[y * width + x++] = colour;
  };
  const nibble = (byte: number, i: number): number => (i % 2 === 0 ? byte >> 4 : byte & 15);
  while (y < height) {
    if (at + 2 > packed.length) {
      if (y === height - 1 && x === width) break; // some writers leave out the end mark
      throw new ImageError('BMP: the file must be intact. Received run lengths that are cut off.');
    }
    const count = packed[at];
    const value = packed[at + 1];
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(isNibbles ? nibble(value, i) : value);
    } else if (value === 0) {
      x = 0;
      y++;
    } else if (value === 1) break;
    else if (value === 2) {
      x = Math.min(width, x + (packed[at] ?? 0));
      y += packed[at + 1] ?? 0;
      at += 2;
    } else {
      const length = isNibbles ? (value + 1) >> 1 : value;
      for (let i = 0; i < value; i++) put(isNibbles ? nibble(packed[at + (i >> 1)] ?? 0, i) : (packed[at + i] ?? 0));
      at += length + (length & 1);
    }
  }
  return pixels;
}
