import { orient } from '../orient.js';
import { checkPixelBudget, type DecodeOptions } from '../pixelBudget.js';
import type { RgbaImage } from '../pixels.js';
import { colourSamples } from './colourSamples.js';
import { decodeTiffJpeg } from './decodeTiffJpeg.js';
import { damaged, parseTiff, type TiffFile } from './parseTiff.js';
import { unpackPiece, type InflateLater } from './unpackPiece.js';

const JPEG = 7;

/**
 * Decodes the first picture of a TIFF: black and white, gray, palette, RGB or CMYK of 1 to 16 bits,
 * in strips or tiles, without compression or with that of CCITT, LZW, deflate, PackBits or JPEG.
 * Its orientation is applied. The platform provides `inflate`. Throws ImageError if it is damaged,
 * cut off, of another kind, or over the pixel budget.
 */
export async function decodeTiff(
  bytes: Uint8Array,
  inflate: InflateLater,
  options: DecodeOptions = {},
): Promise<RgbaImage> {
  const file = parseTiff(bytes);
  const { width, height, pieceWidth, pieceHeight, orientation } = file;
  checkPixelBudget(width, height, options);
  if (pieceWidth < 1 || pieceHeight < 1) throw damaged(`pieces of ${pieceWidth} x ${pieceHeight}`);
  // A tile may reach over the edges, but not far.
  checkPixelBudget(pieceWidth, pieceHeight, options);
  const columns = Math.ceil(width / pieceWidth);
  const perPlane = columns * Math.ceil(height / pieceHeight);
  const planes = file.isPlanar ? file.samples : 1;
  if (file.pieces.length < perPlane * planes) {
    throw damaged(`${file.pieces.length} of ${perPlane * planes} pieces: it is cut off`);
  }
  const data = new Uint8Array(4 * width * height);
  for (let piece = 0; piece < perPlane; piece++) {
    const left = (piece % columns) * pieceWidth;
    const top = Math.floor(piece / columns) * pieceHeight;
    const isStrip = pieceWidth === width;
    const rows = isStrip ? Math.min(pieceHeight, height - top) : pieceHeight;
    const own = Array.from({ length: planes }, (_, plane) => file.pieces[plane * perPlane + piece]);
    const pixels = await decodePiece(file, own, rows, inflate);
    copy(pixels, { width: pieceWidth, height: rows }, data, { width, height, left, top });
  }
  return orient({ width, height, data }, orientation);
}

/** RGBA of a piece, [rows, pieceWidth, 4], from its bytes in each plane. */
async function decodePiece(
  file: TiffFile,
  planes: readonly Uint8Array[],
  rows: number,
  inflate: InflateLater,
): Promise<RgbaImage['data']> {
  const width = file.pieceWidth;
  if (file.compression === JPEG) return decodeTiffJpeg(file, planes[0], width, rows);
  const rowBytes = Math.ceil((width * (file.isPlanar ? 1 : file.samples) * file.bits) / 8);
  const unpacked: Uint8Array[] = [];
  for (const plane of planes) unpacked.push(await unpackPiece(file, plane, { width, rows, rowBytes }, inflate));
  return colourSamples(file, unpacked, { width, rows, rowBytes });
}

function copy(
  from: RgbaImage['data'],
  size: { readonly width: number; readonly height: number },
  to: Uint8Array,
  place: { readonly width: number; readonly height: number; readonly left: number; readonly top: number },
): void {
  const columns = Math.min(size.width, place.width - place.left);
  const rows = Math.min(size.height, place.height - place.top);
  for (let y = 0; y < rows; y++) {
    const start = 4 * y * size.width;
    to.set(from.subarray(start, start + 4 * columns), 4 * ((place.top + y) * place.width + place.left));
  }
}
