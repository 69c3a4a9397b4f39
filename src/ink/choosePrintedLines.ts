import type { GrayImage } from '../image/pixels.js';
import { coverage, findBox } from './findBox.js';
import { SHORTEST, type Line } from './findLines.js';

/** A line is along the border if it is nearer to it than this share of the picture. */
const BORDER = 0.1;
/**
 * How near an end must come to the border to leave the picture, or to another line to meet it, as a
 * share of the longer side.
 */
const NEAR = 0.02;
const MEETING = 0.01;
/**
 * The thickest printed line, as a share of its length, plus one pixel for soft edges. Pens are
 * thicker.
 */
const THICKEST = 0.08;

/**
 * Longer side, in pixels, of pictures so small that strokes are as straight as lines: in them, half
 * of a box is a 7.
 */
const COARSE = 48;
/** In such pictures, the longer side of a box is at least this share of the picture's. */
const LARGE = 0.6;

/** How far a line may continue beyond the line that it meets, as a share of its length. */
const BEYOND = 0.08;
/** The least distance between two columns that end at rules, as a share of the picture. */
const COLUMN = 0.45;
/**
 * Share of ink along the side of a box that is inferred from its corners or is in a small picture.
 */
const COVERED = 0.95;

/**
 * Chooses the straight lines that are printed and not drawn: rules, which run from border to
 * border, and the sides of boxes, whose ends meet other printed lines or the border.
 */
export function choosePrintedLines(lines: readonly Line[], ink: GrayImage, least: number): Line[] {
  const { width, height } = ink;
  const near = 1 + NEAR * Math.max(width, height);
  const slack = 1 + MEETING * Math.max(width, height);
  const isCoarse = Math.max(width, height) < COARSE;
  const isThin = ({ thickness, start, end }: Line): boolean => thickness <= 1.5 + THICKEST * (end - start + 1);
  const box = findBox(lines.filter(isThin), ink, least);
  const isWhole = !isCoarse || box.some(({ start, end }) => end - start + 1 >= LARGE * Math.max(width, height));
  let printed = [...lines, ...inferSides(lines, ink, least, near)].filter(isThin);
  if (isWhole) printed.push(...box);
  for (;;) {
    const through = printed.filter((line) => isThrough(line, ink));
    const kept = printed.filter((line) => {
      const last = (line.horizontal ? width : height) - 1;
      if (through.includes(line) || box.includes(line)) return true;
      // A stroke between two rules belongs to a digit, and so do two strokes near each other:
      // columns are wider.
      const apart = COLUMN * ((line.horizontal ? ink.height : ink.width) - 1);
      const isAlone = !printed.some((other) => other.horizontal === line.horizontal && distance(line, other) >= apart);
      const alone = isAlone && !isAlongBorder(line, ink);
      let holders = alone ? printed.filter((other) => !through.includes(other)) : printed;
      if (isCoarse) holders = alone ? [] : through;
      const isHeld = (end: number) =>
        end <= near || end >= last - near || holders.some((other) => meets(line, end, other, slack));
      return isHeld(line.start) && isHeld(line.end);
    });
    if (kept.length === printed.length) return kept;
    printed = kept;
  }
}

/** How far apart two lines of the same direction are. */
function distance(a: Line, b: Line): number {
  const middle = (a.start + a.end) / 2;
  return Math.abs(a.at + a.slope * middle - b.at - b.slope * middle);
}

/** True if a line lies along a border. */
function isAlongBorder({ horizontal, at, slope, start, end }: Line, { width, height }: GrayImage): boolean {
  const depth = horizontal ? height : width;
  const place = at + (slope * (start + end)) / 2;
  return Math.min(place, depth - 1 - place) <= BORDER * depth;
}

/** True if a line runs from border to border. */
export function isThrough({ horizontal, start, end }: Line, { width, height }: GrayImage): boolean {
  const near = 1 + NEAR * Math.max(width, height);
  return start <= near && end >= (horizontal ? width : height) - 1 - near;
}

/**
 * True if `other`, which runs in the other direction and is not much thinner, passes or ends at
 * this end of `line`.
 */
function meets(line: Line, end: number, other: Line, slack: number): boolean {
  if (other.horizontal === line.horizontal || line.thickness > 0.5 + 1.5 * other.thickness) return false;
  const across = line.at + line.slope * end;
  const reach = slack + other.thickness / 2;
  const crossing = other.at + other.slope * across;
  // A stroke that leaves the box may make the line seem longer, but nothing makes it shorter: lines
  // with round corners, as of a 0, do not meet.
  const isWithin = crossing > line.start && crossing < line.end;
  const farthest = isWithin ? Math.max(reach, BEYOND * (line.end - line.start)) : slack;
  return Math.abs(crossing - end) <= farthest && across >= other.start - reach && across <= other.end + reach;
}

/**
 * Sides of boxes that are not found as thin lines because strokes run along them: they join the
 * same ends of two parallel lines.
 */
function inferSides(lines: readonly Line[], ink: GrayImage, least: number, near: number): Line[] {
  const sides: Line[] = [];
  lines.forEach((a, n) => {
    for (const b of lines.slice(n + 1)) {
      if (a.horizontal !== b.horizontal) continue;
      for (const [endOfA, endOfB, inwards] of [
        [a.start, b.start, 1],
        [a.end, b.end, -1],
      ]) {
        if (Math.abs(endOfA - endOfB) > near + NEAR * Math.max(ink.width, ink.height)) continue;
        const thickness = (a.thickness + b.thickness) / 2;
        const side = join(
          { along: a.at + a.slope * endOfA, across: endOfA + (inwards * (thickness - 1)) / 2 },
          { along: b.at + b.slope * endOfB, across: endOfB + (inwards * (thickness - 1)) / 2 },
        );
        const line = { ...side, horizontal: !a.horizontal, thickness };
        const known = lines.some((other) => other.horizontal === line.horizontal && meets(a, endOfA, other, near));
        const length = line.horizontal ? ink.width : ink.height;
        const long = line.end - line.start + 1 >= SHORTEST * length;
        if (long && !known && coverage(line, ink, least, 0) >= COVERED) sides.push(line);
      }
    }
  });
  return sides;
}

interface Point {
  readonly along: number;
  readonly across: number;
}

function join(a: Point, b: Point): Pick<Line, 'at' | 'slope' | 'start' | 'end'> {
  const [first, last] = a.along < b.along ? [a, b] : [b, a];
  const slope = (last.across - first.across) / Math.max(1, last.along - first.along);
  const start = Math.max(0, Math.round(first.along));
  return { slope, at: first.across - slope * first.along, start, end: Math.max(start, Math.round(last.along)) };
}
