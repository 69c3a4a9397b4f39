import { ImageError } from '../../errors.js';
import { toOrientation, type Orientation } from '../exifOrientation.js';

/** What the first directory of a TIFF says of its picture (TIFF 6.0, section 8). */
export interface TiffFile {
  readonly width: number;
  readonly height: number;
  /** Per sample: 1, 2, 4, 8 or 16. */
  readonly bits: number;
  readonly samples: number;
  readonly compression: number;
  readonly photometric: number;
  readonly predictor: number;
  readonly isPlanar: boolean;
  readonly isLittleEndian: boolean;
  /** Whether the lowest bit of a byte comes first. */
  readonly isReversed: boolean;
  /** Of CCITT group 3. */
  readonly isTwoDimensional: boolean;
  /** The sample behind the colours: 1 is premultiplied alpha, 2 is alpha, 0 is unknown. */
  readonly extra: number;
  /** [3, 2^bits] of 16 bits; empty without a palette. */
  readonly palette: readonly number[];
  readonly orientation: Orientation;
  /** Tables that the pieces of a JPEG share; empty if there are none. */
  readonly jpegTables: Uint8Array;
  /** Pieces of the picture, from left to right, then down, then plane after plane. */
  readonly pieceWidth: number;
  readonly pieceHeight: number;
  readonly pieces: readonly Uint8Array[];
}

/** Bytes of a value of each type; types that no tag of interest has are 0. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 0, 0, 1];
/** Far more pieces, or values of another tag, than any writer makes. */
const MAX_PIECES = 1_000_000;
/** How often all bytes of a file may belong to a piece: pieces share none of them. */
const MOST_SHARED = 4;

const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  group3: 292,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  extra: 338,
  sampleFormat: 339,
  jpegTables: 347,
} as const;

/**
 * Parses the first directory of a TIFF. Throws ImageError if it is damaged or cut off, or has
 * samples that are no whole numbers of 1 to 16 bits.
 */
export function parseTiff(bytes: Uint8Array): TiffFile {
  const tags = readDirectory(bytes);
  const one = (tag: number, otherwise: number): number => tags.values(tag)[0] ?? otherwise;
  const [width, height] = [one(TAG.width, 0), one(TAG.height, 0)];
  if (width < 1 || height < 1) throw damaged(`a size of ${width} x ${height}`);
  const bits = tags.values(TAG.bits);
  const samples = one(TAG.samples, 1);
  const depth = bits[0] ?? 1;
  if (![1, 2, 4, 8, 16].includes(depth) || bits.some((other) => other !== depth) || samples < 1 || samples > 8) {
    throw damaged(`${samples} samples of ${bits.slice(0, 8).join(', ')} bits: save it as PNG`);
  }
  const format = one(TAG.sampleFormat, 1);
  if (format !== 1 && format !== 4) throw damaged('samples that are no whole numbers from 0: save it as PNG');
  const isTiled = tags.values(TAG.tileOffsets).length > 0;
  const offsets = tags.values(isTiled ? TAG.tileOffsets : TAG.stripOffsets);
  const lengths = tags.values(isTiled ? TAG.tileBytes : TAG.stripBytes);
  // Some writers of a single strip leave out its length.
  const pieces = offsets.map((offset, i) => bytes.subarray(offset, offset + (lengths[i] ?? bytes.length)));
  if (pieces.reduce((sum, { length }) => sum + length, 0) > MOST_SHARED * bytes.length) {
    throw damaged('pieces that are the same bytes');
  }
  return {
    width,
    height,
    bits: depth,
    samples,
    compression: one(TAG.compression, 1),
    photometric: one(TAG.photometric, 1),
    predictor: one(TAG.predictor, 1),
    isPlanar: one(TAG.planar, 1) === 2 && samples > 1,
    isLittleEndian: tags.isLittleEndian,
    isReversed: one(TAG.fillOrder, 1) === 2,
    isTwoDimensional: (one(TAG.group3, 0) & 1) === 1,
    extra: one(TAG.extra, 0),
    palette: tags.values(TAG.palette),
    orientation: toOrientation(one(TAG.orientation, 1)),
    jpegTables: Uint8Array.from(tags.values(TAG.jpegTables)),
    pieceWidth: isTiled ? one(TAG.tileWidth, 0) : width,
    pieceHeight: isTiled ? one(TAG.tileHeight, 0) : Math.min(height, one(TAG.rowsPerStrip, height)),
    pieces,
  };
}

interface Directory {
  readonly isLittleEndian: boolean;
  /** The values of a tag; none if the directory lacks it. */
  readonly values: (tag: number) => readonly number[];
}

function readDirectory(bytes: Uint8Array): Directory {
  if (bytes.length < 8) throw damaged('one that is cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const isLittleEndian = view.getUint16(0) === 0x4949;
  const start = view.getUint32(4, isLittleEndian);
  if (start + 2 > bytes.length) throw damaged('one that is cut off before its directory');
  const count = view.getUint16(start, isLittleEndian);
  const end = start + 2 + 12 * count;
  if (end > bytes.length) throw damaged('one that is cut off in its directory');
  const found = new Map<number, readonly number[]>();
  const known = new Set<number>(Object.values(TAG));
  for (let at = start + 2; at < end; at += 12) {
    const tag = view.getUint16(at, isLittleEndian);
    if (!known.has(tag) || found.has(tag)) continue;
    const size = TYPE_BYTES[view.getUint16(at + 2, isLittleEndian)] ?? 0;
    const length = view.getUint32(at + 4, isLittleEndian);
    if (size === 0 || length > MAX_PIECES) continue;
    const from = size * length <= 4 ? at + 8 : view.getUint32(at + 8, isLittleEndian);
    if (from + size * length > bytes.length) throw damaged(`one that is cut off in tag ${tag}`);
    found.set(
      tag,
      Array.from({ length }, (_, i) => {
        const place = from + size * i;
        if (size === 1) return view.getUint8(place);
        return size === 2 ? view.getUint16(place, isLittleEndian) : view.getUint32(place, isLittleEndian);
      }),
    );
  }
  return { isLittleEndian, values: (tag) => found.get(tag) ?? [] };
}

export function damaged(received: string): ImageError {
  return new ImageError(`TIFF: the file must be intact, and of a kind that is read. Received ${received}.`);
}
