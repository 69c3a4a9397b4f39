/** The colour type of a PNG: what one pixel of the file is made of. */
export type PngColorType =
  | 0 // gray
  | 2 // red, green, blue
  | 3 // index into the palette
  | 4 // gray, alpha
  | 6; // red, green, blue, alpha

/** What IHDR says. */
export interface PngHeader {
  /** In pixels, 1..2^31-1. */
  readonly width: number;
  /** In pixels, 1..2^31-1. */
  readonly height: number;
  /** Bits a sample: 1, 2, 4, 8 or 16, as the colour type allows. */
  readonly bitDepth: number;
  readonly colorType: PngColorType;
  /** True where the pixels come in the seven passes of Adam7. */
  readonly interlaced: boolean;
}

/** A PNG taken apart, its pixels still compressed. */
export interface PngFile {
  readonly header: PngHeader;
  /** The contents of the IDAT chunks, in order: together one zlib stream. */
  readonly compressed: readonly Uint8Array[];
  /** PLTE, [entries, 3]; null where the file has none. */
  readonly palette: Uint8Array | null;
  /** The contents of tRNS as they stand: alpha of the palette's first entries, or one transparent colour; null without. */
  readonly transparency: Uint8Array | null;
}

/** Samples in one pixel of each colour type. */
export const CHANNELS: Readonly<Record<PngColorType, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Bytes of one row of `width` pixels before compression, without the filter byte. */
export function rowLength(header: PngHeader, width: number): number {
  return Math.ceil((width * CHANNELS[header.colorType] * header.bitDepth) / 8);
}
