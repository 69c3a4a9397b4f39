import { ImageError } from '../errors.js';

/** Options of every picture decoder. */
export interface DecodeOptions {
  /**
   * Largest accepted width * height. Checked from the header, before the pixels cost any memory.
   *
   * @default 24_000_000
   */
  readonly maxPixels?: number;
}

/**
 * The pixel budget if the caller sets none: more than phones photograph by default (12 megapixels).
 */
const DEFAULT_MAX_PIXELS = 24_000_000;

/** Throws ImageError if a picture of `width` x `height` is over the budget. */
export function checkPixelBudget(width: number, height: number, options: DecodeOptions = {}): void {
  const maxPixels = options.maxPixels ?? DEFAULT_MAX_PIXELS;
  if (width * height <= maxPixels) return;
  throw new ImageError(
    `picture must have at most ${maxPixels} pixels. Received ${width} x ${height} = ${width * height}. ` +
      'Scale it down, or raise maxPixels.',
  );
}
