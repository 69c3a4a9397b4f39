import type { GrayImage } from '../image/pixels.js';
import { SHORTEST, type Line } from './findLines.js';

/** Share of ink along each side of a box. */
const COVERED = 0.95;
/** A picture with more lines than this shows squared paper. */
const MOST_LINES = 16;
/**
 * Longer side, in pixels, of pictures so small that round corners are at most one pixel away from
 * square ones.
 */
const COARSE = 48;
/**
 * How far a found line may be from its expected place and still be the side of a box, in pixels.
 */
const NEAR = 1.5;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The four sides of the largest box, from corner to corner; an empty list if there is no box. Two
 * sides that meet are enough to find a box: strokes may run along the other two, which are then not
 * thin lines but have ink all along them. The round corners of a 0 have none.
 */
export function findBox(lines: readonly Line[], ink: GrayImage, least: number): Line[] {
  const slack = Math.max(ink.width, ink.height) < COARSE ? 0 : 1;
  if (lines.length > MOST_LINES) return [];
  let sides: Line[] = [];
  let largest = 0;
  const rows = lines.filter(({ horizontal }) => horizontal);
  const columns = lines.filter(({ horizontal }) => !horizontal);
  for (const row of rows) {
    for (const column of columns) {
      const corner = crossing(row, column);
      for (const right of ends(row, corner, columns, corner.x, SHORTEST * ink.width)) {
        for (const below of ends(column, corner, rows, corner.y, SHORTEST * ink.height)) {
          const opposite = { x: right.x + below.x - corner.x, y: right.y + below.y - corner.y };
          const thickness = (row.thickness + column.thickness) / 2;
          const box = [
            between(row, corner, right),
            between(column, corner, below),
            sideAt(rows, below, opposite, true, thickness),
            sideAt(columns, right, opposite, false, thickness),
          ];
          const area = Math.abs((right.x - corner.x) * (below.y - corner.y));
          if (area <= largest || !box.every((side) => coverage(side, ink, least, slack) >= COVERED)) continue;
          [sides, largest] = [box, area];
        }
      }
    }
  }
  return sides;
}

/** The point where a line and one across it meet. */
function crossing(row: Line, column: Line): Point {
  const x = (column.at + column.slope * row.at) / (1 - column.slope * row.slope);
  return { x, y: row.at + row.slope * x };
}

/**
 * The places where a side that begins in a corner may end: at the end of the line, or at lines
 * across it.
 */
function ends(line: Line, corner: Point, across: readonly Line[], from: number, shortest: number): Point[] {
  const inwards = (line.thickness - 1) / 2;
  const own = [line.start + inwards, line.end - inwards].map((along) => {
    const place = line.at + line.slope * along;
    return line.horizontal ? { x: along, y: place } : { x: place, y: along };
  });
  const others = across.map((other) => (line.horizontal ? crossing(line, other) : crossing(other, line)));
  return [...own, ...others].filter((point) => Math.abs((line.horizontal ? point.x : point.y) - from) >= shortest - 1);
}

function between(line: Line, a: Point, b: Point): Line {
  const [first, last] = line.horizontal ? [a.x, b.x] : [a.y, b.y];
  return { ...line, start: Math.max(0, Math.round(Math.min(first, last))), end: Math.round(Math.max(first, last)) };
}

/** The side from `a` to `b`: the line that was found there, or the one that must be there. */
function sideAt(lines: readonly Line[], a: Point, b: Point, horizontal: boolean, thickness: number): Line {
  const [p, q] = horizontal
    ? [a, b]
    : [
        { x: a.y, y: a.x },
        { x: b.y, y: b.x },
      ];
  const slope = (q.y - p.y) / (q.x - p.x);
  const side = { horizontal, slope, at: p.y - slope * p.x, thickness, start: 0, end: 0 };
  const isThere = ({ at, slope: own }: Line) =>
    Math.max(Math.abs(at + own * p.x - p.y), Math.abs(at + own * q.x - q.y)) <= NEAR;
  return between(lines.find(isThere) ?? side, a, b);
}

/** Share of a line's columns that have ink at most `slack` pixels away from it. */
export function coverage(
  { horizontal, at, slope, start, end }: Line,
  ink: GrayImage,
  least: number,
  slack: number,
): number {
  const [step, stride, length, depth] = horizontal
    ? [1, ink.width, ink.width, ink.height]
    : [ink.width, 1, ink.height, ink.width];
  let inked = 0;
  for (let along = start; along <= Math.min(end, length - 1); along++) {
    const across = Math.round(at + slope * along);
    let most = 0;
    for (let row = Math.max(0, across - slack); row <= Math.min(depth - 1, across + slack); row++) {
      most = Math.max(most, ink.data[along * step + row * stride]);
    }
    if (most >= least) inked++;
  }
  return inked / (end - start + 1);
}
