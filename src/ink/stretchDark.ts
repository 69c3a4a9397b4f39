import type { RgbaImage } from '../image/pixels.js';

/**
 * The largest value that is too dark to be a picture as people see it: masks of 0 and 1, values to
 * 9 or 16, 12 bits in 16.
 */
export const DARKEST = 16;
const OPAQUE = 255;

/** True for an opaque picture whose values end at 16 or less of 255, but are not all 0. */
export function isDark({ data }: RgbaImage): boolean {
  let max = 0;
  for (let p = 0; p < data.length; p += 4) {
    if (data[p + 3] !== OPAQUE) return false;
    const value = Math.max(data[p], data[p + 1], data[p + 2]);
    if (value > DARKEST) return false;
    if (value > max) max = value;
  }
  return max > 0;
}

/** Luminance [height, width] whose values end at 16 or less, scaled to what is there, in place. */
export function stretchDark(luminance: Uint8Array): Uint8Array {
  let max = 0;
  for (const value of luminance) {
    if (value > DARKEST) return luminance;
    if (value > max) max = value;
  }
  for (let i = 0; max > 0 && i < luminance.length; i++) luminance[i] = Math.round((luminance[i] * 255) / max);
  return luminance;
}
