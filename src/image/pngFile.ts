import type { Orientation } from './exifOrientation.js';

/** The colour type of a PNG: which samples one pixel of the file consists of. */
export type PngColorType =
  | 0 // gray
  | 2 // red, green, blue
  | 3 // index into the palette
  | 4 // gray, alpha
  | 6; // red, green, blue, alpha

/** The contents of IHDR. */
export interface PngHeader {
  /** In pixels, 1..2^31-1. */
  readonly width: number;
  /** In pixels, 1..2^31-1. */
  readonly height: number;
  /** Bits per sample: 1, 2, 4, 8 or 16, as the colour type allows. */
  readonly bitDepth: number;
  readonly colorType: PngColorType;
  /** True if the pixels come in the seven passes of Adam7. */
  readonly interlaced: boolean;
}

/** A parsed PNG whose pixels are still compressed. */
export interface PngFile {
  readonly header: PngHeader;
  /** The contents of the IDAT chunks, in order: together one zlib stream. */
  readonly compressed: readonly Uint8Array[];
  /** PLTE, [entries, 3]; null if the file has none. */
  readonly palette: Uint8Array | null;
  /**
   * The unchanged contents of tRNS: alpha of the first entries of the palette, or one transparent
   * colour. Null if the file has no tRNS.
   */
  readonly transparency: Uint8Array | null;
  /** How the picture is to be shown, from eXIf; 1 if the file has none. */
  readonly orientation: Orientation;
}

/** Number of samples per pixel for each colour type. */
export const CHANNELS: Readonly<Record<PngColorType, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Bytes of one row of `width` pixels before compression, without the filter byte. */
export function rowLength(header: PngHeader, width: number): number {
  return Math.ceil((width * CHANNELS[header.colorType] * header.bitDepth) / 8);
}
