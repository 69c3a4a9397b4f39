import type { GrayImage } from '../image/pixels.js';

/** The steepest slope of a line against the border: about 7 degrees. */
const STEEPEST = 0.12;
/** The shortest line, as a share of the picture's width or height. */
export const SHORTEST = 0.35;
/** The thickest line, as a share of the longer side, plus one pixel for soft edges. */
const THICKEST = 0.06;
/**
 * The widest gap in a line that is bridged, as a share of the picture's length in the direction of
 * the line.
 */
const WIDEST_GAP = 0.04;
/**
 * Share of a line's columns that nothing thicker may cross, and share that must have ink at all.
 */
const LEAST_BARE = 0.3;
const LEAST_COVERED = 0.85;
/** The most lines that are examined in one direction. */
const MOST = 60;

/**
 * A straight thin line along one axis: across = at + slope * along, in pixels, centres at whole
 * numbers.
 */
export interface Line {
  /** True if the line runs along x. */
  readonly horizontal: boolean;
  readonly slope: number;
  readonly at: number;
  /** The first and last column along its axis, both inclusive. */
  readonly start: number;
  readonly end: number;
  /**
   * The lower quartile of the thickness of its columns: in the others strokes may run beside the
   * line.
   */
  readonly thickness: number;
}

/**
 * Finds straight thin lines along x or y in a picture of ink. Pixels below `least` count as paper.
 */
export function findLines(ink: GrayImage, least: number): Line[] {
  return [...searchAxis(ink, least, true), ...searchAxis(ink, least, false)];
}

/** The middle of a thin run of ink across the axis. */
interface Middle {
  readonly along: number;
  readonly across: number;
  readonly thickness: number;
  used: boolean;
}

function searchAxis(ink: GrayImage, least: number, horizontal: boolean): Line[] {
  const length = horizontal ? ink.width : ink.height;
  const depth = horizontal ? ink.height : ink.width;
  const shortest = SHORTEST * length;
  const middles = findMiddles(ink, least, horizontal);
  const votes = new Votes(length, depth);
  for (const middle of middles) votes.add(middle, 1);
  const lines: Line[] = [];
  for (let round = 0; round < MOST; round++) {
    const best = votes.best();
    if (best.count < LEAST_BARE * shortest) break;
    const near = (line: { at: number; slope: number }, reach: number) =>
      middles.filter((m) => !m.used && Math.abs(m.across - line.at - line.slope * m.along) <= reach);
    let fitted = fit(thinOf(near(best, 1.6)), best);
    fitted = fit(thinOf(near(fitted, 1.1)), fitted);
    const found = near(fitted, 1.1);
    const line = traceLine(ink, least, horizontal, fitted, found);
    const straight = line !== null && Math.abs(line.slope) <= STEEPEST + 1 / length;
    if (straight && line.end - line.start + 1 >= shortest) lines.push(line);
    const taken = [...found, ...near(best, 1.1)];
    if (taken.length === 0) break;
    for (const middle of taken) {
      if (!middle.used) votes.add(middle, -1);
      middle.used = true;
    }
  }
  return lines;
}

function findMiddles({ width, height, data }: GrayImage, least: number, horizontal: boolean): Middle[] {
  const [length, depth] = horizontal ? [width, height] : [height, width];
  const [step, stride] = horizontal ? [1, width] : [width, 1];
  const thickest = Math.ceil(THICKEST * Math.max(width, height)) + 1;
  const middles: Middle[] = [];
  for (let along = 0; along < length; along++) {
    for (let across = 0, i = along * step; across < depth; across++, i += stride) {
      if (data[i] < least) continue;
      const start = across;
      for (; across < depth && data[i] >= least; across++) i += stride;
      const thickness = across - start;
      if (thickness <= thickest) middles.push({ along, across: (start + across - 1) / 2, thickness, used: false });
    }
  }
  return middles;
}

/**
 * A Hough transform: counts how many columns agree on each pair of slope and position at half the
 * length.
 */
class Votes {
  readonly #counts: Int16Array;
  readonly #slopes: number;
  readonly #margin: number;
  readonly #bins: number;

  constructor(
    readonly length: number,
    depth: number,
  ) {
    this.#slopes = 2 * Math.ceil((STEEPEST * length) / 2) + 1;
    this.#margin = Math.ceil((STEEPEST * length) / 2) + 2;
    this.#bins = depth + 2 * this.#margin;
    this.#counts = new Int16Array(this.#slopes * this.#bins);
  }

  /**
   * From one slope to the next, the drift of a line from end to end differs by two pixels, and from
   * the middle by one.
   */
  #slope(index: number): number {
    return (index - (this.#slopes >> 1)) * (2 / this.length);
  }

  add({ along, across }: Middle, amount: number): void {
    const from = along - (this.length - 1) / 2;
    for (let slope = 0, row = 0; slope < this.#slopes; slope++, row += this.#bins) {
      this.#counts[row + Math.round(across - this.#slope(slope) * from) + this.#margin] += amount;
    }
  }

  best(): { readonly at: number; readonly slope: number; readonly count: number } {
    let count = -1;
    let where = 0;
    for (let i = 0; i + 1 < this.#counts.length; i++) {
      const both = this.#counts[i] + this.#counts[i + 1];
      if (both > count) {
        count = both;
        where = i;
      }
    }
    const slope = this.#slope(Math.floor(where / this.#bins));
    const middle = (where % this.#bins) - this.#margin + 0.5;
    return { count, slope, at: middle - (slope * (this.length - 1)) / 2 };
  }
}

/**
 * Those that are as thin as the line: if strokes run beside the line, the middle is not that of the
 * line.
 */
function thinOf(middles: readonly Middle[]): Middle[] {
  const thickness = thicknessOf(middles);
  return middles.filter((middle) => middle.thickness <= thickness + 1);
}

/** The lower quartile of the thickness. */
function thicknessOf(middles: readonly Middle[]): number {
  const thicknesses = middles.map(({ thickness }) => thickness).sort((a, b) => a - b);
  return thicknesses.length === 0 ? 0 : thicknesses[thicknesses.length >> 2];
}

/** The least-squares line through the middles, or `otherwise` if there are too few. */
function fit(middles: readonly Middle[], otherwise: { readonly at: number; readonly slope: number }) {
  const n = middles.length;
  if (n < 3) return otherwise;
  let [x, y, xx, xy] = [0, 0, 0, 0];
  for (const { along, across } of middles) {
    x += along;
    y += across;
    xx += along * along;
    xy += along * across;
  }
  const spread = n * xx - x * x;
  if (spread <= 0) return otherwise;
  const slope = (n * xy - x * y) / spread;
  return { slope, at: (y - slope * x) / n };
}

/** The longest stretch of ink along a line; null if too much crosses it or it has holes. */
function traceLine(
  { width, height, data }: GrayImage,
  least: number,
  horizontal: boolean,
  { at, slope }: { readonly at: number; readonly slope: number },
  middles: readonly Middle[],
): Line | null {
  const [length, depth] = horizontal ? [width, height] : [height, width];
  const [step, stride] = horizontal ? [1, width] : [width, 1];
  const covered = new Uint8Array(length);
  for (let along = 0; along < length; along++) {
    const centre = Math.round(at + slope * along);
    for (let across = Math.max(0, centre - 1); across <= Math.min(depth - 1, centre + 1); across++) {
      if (data[along * step + across * stride] >= least) covered[along] = 1;
    }
  }
  const gap = Math.max(1, WIDEST_GAP * length);
  let [start, end, begin, last, inked, most] = [0, -1, -1, -1, 0, 0];
  for (let along = 0; along < length; along++) {
    if (covered[along] === 0) continue;
    if (begin < 0 || along - last > gap + 1) {
      begin = along;
      inked = 0;
    }
    last = along;
    inked++;
    if (last - begin > end - start) [start, end, most] = [begin, last, inked];
  }
  const own = middles.filter(({ along }) => along >= start && along <= end);
  const size = end - start + 1;
  if (most < LEAST_COVERED * size || own.length < LEAST_BARE * size) return null;
  // A drift of less than half a pixel counts as none: a line between two rows of pixels must not
  // change from one row to the other.
  const level = Math.abs(slope) * size < 0.5;
  const place = level ? { slope: 0, at: at + (slope * (start + end)) / 2 } : { slope, at };
  return { horizontal, ...place, start, end, thickness: thicknessOf(own) };
}
