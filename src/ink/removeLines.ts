import type { GrayImage } from '../image/pixels.js';
import { choosePrintedLines, isThrough } from './choosePrintedLines.js';
import { eraseLines, type LinesErased } from './eraseLines.js';
import { findLines, type Line } from './findLines.js';
import { inkBox } from './inkBox.js';

/** A pixel with at least this much ink, 0..255, can belong to a line. */
const LEAST = 32;
/** Share of the ink that must be left if the lines could be strokes too. */
const LEAST_LEFT = 0.3;
/** Share of the remaining ink that must be inside a box. */
const LEAST_INSIDE = 0.5;
/** If at most this share of the ink is left, a box was empty. */
const NOTHING = 0.05;
/**
 * The thickest rule, as a share of its length, including soft edges. A thicker line can be a 1 that
 * fills the picture.
 */
const RULE = 0.03;

/** A pixel with at least this much ink, 0..255, belongs to a stroke. */
const SURE = 128;
/**
 * The least thickness of a line that can be a stroke, as a share of that of the strokes, and the
 * distance from the border within which a digit fills the picture.
 */
const LEAST_STROKE = 0.5;
const MARGIN = 0.03;

/**
 * Longer side, in pixels, of the smallest picture in which rules and boxes are sought: in smaller
 * ones strokes are as straight as lines.
 */
const LEAST_SIDE = 24;

/**
 * Removes rules and the edges of boxes from a picture of ink, but not the strokes that cross them.
 */
export function removeLines(ink: GrayImage): LinesErased {
  const untouched = { ink, traces: null };
  if (Math.max(ink.width, ink.height) < LEAST_SIDE) return untouched;
  const lines = findLines(ink, LEAST);
  let printed = lines.length === 0 ? [] : choosePrintedLines(lines, ink, LEAST);
  let erased = eraseLines(ink, printed);
  const strokes = printed.filter((line) => isStroke(line, printed, ink, erased.ink));
  if (strokes.length > 0) {
    printed = printed.filter((line) => !strokes.includes(line));
    erased = eraseLines(ink, printed);
  }
  if (canBeDigit(printed, ink) && total(erased.ink) < LEAST_LEFT * total(ink)) return untouched;
  return printed.some((line) => isThrough(line, ink)) || leavesInside(printed, ink, erased.ink) ? erased : untouched;
}

/**
 * True for a line through the picture that can be the stem of a 4 or the foot of a 2: it is as
 * thick as the strokes and the only line of its direction, and the remaining ink fills the picture
 * across it.
 */
function isStroke(line: Line, printed: readonly Line[], ink: GrayImage, rest: GrayImage): boolean {
  const { horizontal, at, slope, start, end, thickness } = line;
  if (!isThrough(line, ink) || printed.some((other) => other !== line && other.horizontal === horizontal)) return false;
  const box = inkBox({ ...rest, data: rest.data.map((value) => (value < SURE ? 0 : value)) });
  if (box === null || thickness < LEAST_STROKE * strokeWidth(rest)) return false;
  const place = at + (slope * (start + end)) / 2;
  const [depth, first, size] = horizontal ? [ink.height, box.top, box.height] : [ink.width, box.left, box.width];
  const margin = 1 + MARGIN * Math.max(ink.width, ink.height) + thickness / 2;
  return Math.min(first, place) <= margin && Math.max(first + size, place) >= depth - margin;
}

/** The approximate width of the strokes: twice their area divided by the length of their edges. */
function strokeWidth({ width, data }: GrayImage): number {
  let area = 0;
  let edges = 0;
  for (let i = 0; i < data.length; i++) {
    const isInk = data[i] >= SURE;
    if (isInk) area++;
    if (i % width > 0 && isInk !== data[i - 1] >= SURE) edges++;
    if (i >= width && isInk !== data[i - width] >= SURE) edges++;
  }
  // Edges measured along pixels are a quarter too long.
  return (2 * area) / Math.max(1, edges * 0.8);
}

/**
 * True if most of the remaining ink is inside the lines. This is not so if the lines are a loop of
 * an 8.
 */
function leavesInside(sides: readonly Line[], ink: GrayImage, { width, height, data }: GrayImage): boolean {
  const reachOf = (horizontal: boolean) => {
    const places = sides
      .filter((line) => line.horizontal === horizontal)
      .map(({ at, slope, start, end }) => at + (slope * (start + end)) / 2);
    return { first: Math.min(...places), last: Math.max(...places), count: places.length };
  };
  const rows = reachOf(true);
  const columns = reachOf(false);
  if (rows.count < 2 || columns.count < 2) return true;
  let inside = 0;
  let all = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      all += data[i];
      if (y >= rows.first && y <= rows.last && x >= columns.first && x <= columns.last) inside += data[i];
    }
  }
  return inside >= LEAST_INSIDE * all || all <= NOTHING * total(ink);
}

/**
 * True for lines that could be a 1 or a 7: one vertical, at most one horizontal, and neither of
 * them a rule.
 */
function canBeDigit(lines: readonly Line[], { width, height }: GrayImage): boolean {
  const across = lines.filter(({ horizontal }) => horizontal);
  const down = lines.filter(({ horizontal }) => !horizontal);
  if (down.length !== 1 || across.length > 1) return false;
  const [{ at, thickness, start, end }] = down;
  const isEdge = at < thickness || at > width - thickness;
  const isRule = (isEdge && end - start > 0.9 * height) || thickness <= 1.5 + RULE * (end - start);
  return !isRule && across.every((line) => line.end - line.start <= 0.9 * width);
}

function total({ data }: GrayImage): number {
  return data.reduce((sum, value) => sum + value, 0);
}
