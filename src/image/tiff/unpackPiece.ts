import type { Inflate } from '../decodePng.js';
import { ccittRows } from './ccittRows.js';
import { damaged, type TiffFile } from './parseTiff.js';
import { unpackBits } from './unpackBits.js';
import { unpackLzw } from './unpackLzw.js';

/** Size of a piece of a TIFF. */
export interface PieceSize {
  readonly width: number;
  readonly rows: number;
  /** Bytes per row, before compression. */
  readonly rowBytes: number;
}

/** Unlike `Inflate`, it may take its time, as browsers do. */
export type InflateLater = (...given: Parameters<Inflate>) => Uint8Array | Promise<Uint8Array>;

/**
 * The bytes of a piece of a TIFF, rows * rowBytes of them (TIFF 6.0, sections 9 to 14). Throws
 * ImageError if they are damaged or cut off, or if the compression is not known.
 */
export async function unpackPiece(
  file: TiffFile,
  piece: Uint8Array,
  { width, rows, rowBytes }: PieceSize,
  inflate: InflateLater,
): Promise<Uint8Array> {
  const packed = file.isReversed ? piece.map(reverseBits) : piece;
  const length = rows * rowBytes;
  const raw = await unpack(packed);
  if (raw.length < length) throw damaged(`${raw.length} of ${length} bytes of a piece: it is cut off`);
  const bytes = raw.subarray(0, length);
  if (file.predictor === 2) undoDifferences(bytes, file, rowBytes);
  else if (file.predictor !== 1) throw damaged(`predictor ${file.predictor}: save it as PNG`);
  return bytes;

  async function unpack(packed: Uint8Array): Promise<Uint8Array> {
    switch (file.compression) {
      case 1:
        return packed.slice(0, length);
      case 2:
        return ccittRows(packed, { width, rows, kind: 'rows' });
      case 3:
        return ccittRows(packed, { width, rows, kind: file.isTwoDimensional ? 'mixed' : 'group 3' });
      case 4:
        return ccittRows(packed, { width, rows, kind: 'group 4' });
      case 5:
        return unpackLzw(packed, length);
      case 8:
      case 32946:
        // The last piece of some writers is as high as the others.
        return inflate([packed], Math.max(length, file.pieceHeight * rowBytes));
      case 32773:
        return unpackBits(packed, length);
      default:
        throw damaged(`compression ${file.compression}: save it as PNG`);
    }
  }
}

function reverseBits(byte: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) reversed |= ((byte >> bit) & 1) << (7 - bit);
  return reversed;
}

/** Each sample was written as its difference to that of the pixel to its left. */
function undoDifferences(bytes: Uint8Array, { bits, samples, isPlanar, isLittleEndian }: TiffFile, row: number): void {
  const step = isPlanar ? 1 : samples;
  if (bits === 8) {
    for (let start = 0; start < bytes.length; start += row) {
      for (let i = start + step; i < start + row; i++) bytes[i] += bytes[i - step];
    }
  } else if (bits === 16) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let start = 0; start < bytes.length; start += row) {
      for (let i = start + 2 * step; i < start + row; i += 2) {
        const sum = view.getUint16(i, isLittleEndian) + view.getUint16(i - 2 * step, isLittleEndian);
        view.setUint16(i, sum & 0xffff, isLittleEndian);
      }
    }
  } else throw damaged(`differences of ${bits} bits: save it as PNG`);
}
