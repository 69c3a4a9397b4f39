import { ImageError } from '../errors.js';
import { checkPixelBudget, type DecodeOptions } from './pixelBudget.js';
import type { RgbaImage } from './pixels.js';

/**
 * Decodes a PBM, PGM or PPM, plain or raw, with up to 16 bits per sample (Netpbm, `pbm(5)`,
 * `pgm(5)`, `ppm(5)`); of several pictures, the first. Throws ImageError if it is damaged, cut off
 * or over the pixel budget.
 */
export function decodePnm(bytes: Uint8Array, options: DecodeOptions = {}): RgbaImage {
  const kind = bytes[1] - 0x30; // P1 to P6
  const isBitmap = kind === 1 || kind === 4;
  const text = new NumberReader(bytes, 2);
  const [width, height, largest] = [text.number(), text.number(), isBitmap ? 1 : text.number()];
  if (width < 1 || height < 1 || largest < 1 || largest > 65_535) {
    throw damaged(`a size of ${width} x ${height} and values up to ${largest}`);
  }
  checkPixelBudget(width, height, options);
  const channels = kind === 3 || kind === 6 ? 3 : 1;
  const perRow = width * channels;
  const rowBytes = isBitmap ? Math.ceil(width / 8) : perRow * (largest > 255 ? 2 : 1);
  const start = text.at + 1; // behind the one white space
  const isPlain = kind <= 3;
  if (bytes.length - start < (isPlain ? perRow * height - 1 : rowBytes * height)) throw cutOff();

  const sampleAt = (y: number, i: number): number => {
    if (isPlain) return isBitmap ? text.digit() : text.number();
    const row = start + y * rowBytes;
    if (isBitmap) return (bytes[row + (i >> 3)] >> (7 - (i & 7))) & 1;
    return largest > 255 ? (bytes[row + 2 * i] << 8) | bytes[row + 2 * i + 1] : bytes[row + i];
  };
  const data = new Uint8Array(4 * width * height).fill(255);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 4) {
      for (let c = 0; c < 3; c++) {
        if (c >= channels) data[o + c] = data[o];
        else {
          const sample = sampleAt(y, x * channels + c);
          if (sample > largest) throw damaged(`a value of ${sample}, above ${largest}`);
          data[o + c] = isBitmap ? 255 * (1 - sample) : (255 * sample) / largest + 0.5;
        }
      }
    }
  }
  return { width, height, data };
}

/** Reads the numbers of a text, with comments from # to the end of the line between them. */
class NumberReader {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  number(): number {
    let value = this.digit();
    for (; isDigit(this.bytes[this.at]); this.at++) {
      value = 10 * value + this.bytes[this.at] - 0x30;
      if (value > 2 ** 31) throw damaged('a number that is too large');
    }
    return value;
  }

  /** The next digit alone: those of a plain PBM may have nothing between them. */
  digit(): number {
    const { bytes } = this;
    for (; !isDigit(bytes[this.at]); this.at++) {
      if (this.at >= bytes.length) throw cutOff();
      if (bytes[this.at] === 0x23) while (this.at < bytes.length && bytes[this.at] !== 0x0a) this.at++;
      else if (!/\s/.test(String.fromCharCode(bytes[this.at]))) throw damaged(`byte ${bytes[this.at]} for a number`);
    }
    return bytes[this.at++] - 0x30;
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function cutOff(): ImageError {
  return damaged('one that is cut off');
}

function damaged(received: string): ImageError {
  return new ImageError(`PNM: the file must be intact. Received ${received}.`);
}
