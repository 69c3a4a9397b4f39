import { damaged, type TiffFile } from './parseTiff.js';
import type { PieceSize } from './unpackPiece.js';

/** How samples are to be understood (TIFF 6.0, PhotometricInterpretation). */
const [WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK] = [0, 1, 2, 3, 5];
/** Samples per pixel that are colours. */
const COLOURS: ReadonlyMap<number, number> = new Map([
  [WHITE_IS_ZERO, 1],
  [BLACK_IS_ZERO, 1],
  [RGB, 3],
  [PALETTE, 1],
  [CMYK, 4],
]);

/**
 * RGBA, [rows, width, 4], of the samples of a piece, one array for each plane. Throws ImageError if
 * the colours are of a kind that is not known.
 */
export function colourSamples(file: TiffFile, planes: readonly Uint8Array[], size: PieceSize): Uint8Array {
  const { bits, samples, photometric, isPlanar, extra, isLittleEndian, palette } = file;
  const colours = COLOURS.get(photometric);
  if (colours === undefined || samples < colours || (photometric === PALETTE && palette.length < 3 * 2 ** bits)) {
    throw damaged(`${samples} samples of colour kind ${photometric}: save it as PNG`);
  }
  const hasAlpha = samples > colours && (extra === 1 || extra === 2);
  const largest = 2 ** bits - 1;
  const perPixel = isPlanar ? 1 : samples;

  const sampleAt = (row: number, x: number, sample: number): number => {
    const bytes = isPlanar ? planes[sample] : planes[0];
    const i = x * perPixel + (isPlanar ? 0 : sample);
    if (bits === 8) return bytes[row + i];
    if (bits === 16) {
      const [first, second] = [bytes[row + 2 * i], bytes[row + 2 * i + 1]];
      return isLittleEndian ? (second << 8) | first : (first << 8) | second;
    }
    return (bytes[row + ((i * bits) >> 3)] >> (8 - bits - ((i * bits) & 7))) & largest;
  };
  const level = (row: number, x: number, sample: number): number => (255 * sampleAt(row, x, sample)) / largest + 0.5;

  const data = new Uint8Array(4 * size.width * size.rows).fill(255);
  for (let y = 0, o = 0; y < size.rows; y++) {
    const row = y * size.rowBytes;
    for (let x = 0; x < size.width; x++, o += 4) {
      if (photometric === RGB) {
        for (let c = 0; c < 3; c++) data[o + c] = level(row, x, c);
      } else if (photometric === PALETTE) {
        const index = sampleAt(row, x, 0);
        for (let c = 0; c < 3; c++) data[o + c] = palette[c * 2 ** bits + index] >> 8;
      } else if (photometric === CMYK) {
        const rest = 255 - Math.floor(level(row, x, 3));
        for (let c = 0; c < 3; c++) data[o + c] = (rest * (255 - Math.floor(level(row, x, c)))) / 255 + 0.5;
      } else {
        const gray = Math.floor(level(row, x, 0));
        data.fill(photometric === WHITE_IS_ZERO ? 255 - gray : gray, o, o + 3);
      }
      if (hasAlpha) applyAlpha(data, o, Math.floor(level(row, x, colours)), extra === 1);
    }
  }
  return data;
}

function applyAlpha(data: Uint8Array, o: number, alpha: number, isPremultiplied: boolean): void {
  data[o + 3] = alpha;
  if (!isPremultiplied || alpha === 0) return;
  for (let c = 0; c < 3; c++) data[o + c] = Math.min(255, (255 * data[o + c]) / alpha + 0.5);
}
