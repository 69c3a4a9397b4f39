import { parseJpeg } from '../jpeg/parseJpeg.js';
import { toPixels } from '../jpeg/toPixels.js';
import type { RgbaImage } from '../pixels.js';
import { damaged, type TiffFile } from './parseTiff.js';

const [BLACK_IS_ZERO, RGB, YCBCR] = [1, 2, 6];
const MARKER_BYTES = 2;

/**
 * RGBA of a piece of a TIFF that is a JPEG, [rows, width, 4] (Adobe, "TIFF technical note 2").
 * Throws ImageError if it is damaged or has another size.
 */
export function decodeTiffJpeg(file: TiffFile, piece: Uint8Array, width: number, rows: number): RgbaImage['data'] {
  const { jpegTables, photometric, isPlanar } = file;
  if (isPlanar || ![BLACK_IS_ZERO, RGB, YCBCR].includes(photometric)) {
    throw damaged(`a JPEG of colour kind ${photometric}: save it as PNG`);
  }
  // The tables are a JPEG without a picture: they go before the markers of the piece.
  const hasTables = jpegTables.length > 2 * MARKER_BYTES;
  const whole = hasTables ? join(jpegTables.subarray(0, -MARKER_BYTES), piece.subarray(MARKER_BYTES)) : piece;
  const jpeg = parseJpeg(whole, (frame) => {
    if (frame.width === width && frame.height >= rows && frame.height <= file.pieceHeight) return 8;
    throw damaged(`a JPEG of ${frame.width} x ${frame.height} for a piece of ${width} x ${rows}`);
  });
  const adobeTransform = photometric === RGB ? 0 : 1;
  return toPixels({ ...jpeg, adobeTransform }, 8, 1).data;
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
