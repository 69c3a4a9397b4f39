import type { GrayImage } from '../image/pixels.js';
import { choosePrintedLines } from './choosePrintedLines.js';
import { eraseLines, type LinesErased } from './eraseLines.js';
import { findLines, type Line } from './findLines.js';

/** Ink, 0..255, from which a pixel can be of a line. */
const LEAST = 32;
/** Share of the ink that must be left where the lines can be strokes as well. */
const LEAST_LEFT = 0.3;
/** The thickest rule, as a share of its length, with soft edges; what is thicker can be a 1 that fills the picture. */
const RULE = 0.03;

/** Longer side, in pixels, of the smallest picture with rules in it: in smaller ones the straight sides of a 0 look like a box's. */
const LEAST_SIDE = 48;

/** Takes rules and the edges of boxes out of a picture of ink, and leaves the strokes that cross them. */
export function removeLines(ink: GrayImage): LinesErased {
  const untouched = { ink, traces: null };
  if (Math.max(ink.width, ink.height) < LEAST_SIDE) return untouched;
  const lines = findLines(ink, LEAST);
  const printed = lines.length === 0 ? [] : choosePrintedLines(lines, ink, LEAST);
  const erased = eraseLines(ink, printed);
  return canBeDigit(printed, ink) && total(erased.ink) < LEAST_LEFT * total(ink) ? untouched : erased;
}

/** True for lines that a 1 or a 7 can be: one down, at most one across, and neither a rule. */
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
