import { ImageError } from '../errors.js';

/** Options of every picture decoder. */
export interface DecodeOptions {
  /**
   * Largest accepted width * height. Checked from the header, before the pixels cost any memory.
   *
   * @default 24_000_000; 220_000_000 for a JPEG, which is decoded smaller if it is large
   */
  readonly maxPixels?: number | undefined;
  /** What the user may raise, for the error message: the name of an option. None by default. */
  readonly limitName?: string | undefined;
}

/**
 * The pixel budget if the caller sets none: more than phones photograph by default (12 megapixels).
 */
const DEFAULT_MAX_PIXELS = 24_000_000;
/** The same for decoders that reduce large pictures: more than any phone photographs (200 MP). */
export const DEFAULT_MAX_REDUCED_PIXELS = 220_000_000;

/** A picture is over the pixel budget. */
export class PixelBudgetError extends ImageError {
  constructor(
    readonly width: number,
    readonly height: number,
    maxPixels: number,
    limitName: string | undefined,
  ) {
    super(
      `picture must have at most ${maxPixels} pixels. Received ${width} x ${height} = ${width * height}. ` +
        `Scale it down${limitName === undefined ? '' : `, or raise ${limitName}`}.`,
    );
  }
}

/** Throws PixelBudgetError if a picture of `width` x `height` is over the budget. */
export function checkPixelBudget(
  width: number,
  height: number,
  { maxPixels, limitName }: DecodeOptions = {},
  byDefault = DEFAULT_MAX_PIXELS,
): void {
  const most = maxPixels ?? byDefault;
  if (width * height > most) throw new PixelBudgetError(width, height, most, limitName);
}
