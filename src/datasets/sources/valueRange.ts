/** The values that occur in the pictures of a data set. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** The largest value that counts as a small range: pictures that use more are left as they are. */
const SMALL = 127;
const FULL = 255;

/** How values become luminance 0..255: (value - low) * factor, rounded. */
export interface Scale {
  readonly low: number;
  readonly factor: number;
}

/**
 * The scale that brings values to 0..255. Values that already use that range are left as they are;
 * masks of 0 and 1, values to 9, 16 or 100, fractions, 12 or 16 bits, and values around zero are
 * scaled to what is there.
 */
export function scaleTo255({ min, max }: ValueRange): Scale {
  const low = min < 0 ? min : 0;
  const used = max - low;
  if (used <= 0 || (low === 0 && max > SMALL && max <= FULL)) return { low: 0, factor: 1 };
  return { low, factor: FULL / used };
}

/** Whether values up to `max`, none of them below zero, are left as they are. */
export function isFullRange(max: number): boolean {
  return max > SMALL && max <= FULL;
}

/** A note about a scale; null if nothing was scaled. */
export function noteOnRange(range: ValueRange): string | null {
  const { low, factor } = scaleTo255(range);
  if (low === 0 && factor === 1) return null;
  return `The values of the pictures are ${short(range.min)} to ${short(range.max)}, not 0 to 255: they were scaled to what is there.`;
}

function short(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}
