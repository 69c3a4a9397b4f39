import type { GrayImage } from '../image/pixels.js';
import type { Line } from './findLines.js';

/** How near the border an end must come to leave the picture, and to another line to meet it, as a share of the longer side. */
const NEAR = 0.03;
/** The thickest printed line, as a share of its length, with a pixel more for soft edges. Pens are thicker. */
const THICKEST = 0.06;

/**
 * Of straight lines, those that are printed and not drawn: rules, which run from border to border, and the sides of boxes,
 * whose ends meet other printed lines or the border.
 */
export function choosePrintedLines(lines: readonly Line[], { width, height }: GrayImage): Line[] {
  const near = 1.5 + NEAR * Math.max(width, height);
  let printed = lines.filter((line) => line.thickness <= 1.2 + THICKEST * (line.end - line.start + 1));
  for (;;) {
    const kept = printed.filter((line) => {
      const last = (line.horizontal ? width : height) - 1;
      const held = (end: number) =>
        end <= near || end >= last - near || printed.some((other) => meets(line, end, other, near));
      return held(line.start) && held(line.end);
    });
    if (kept.length === printed.length) return kept;
    printed = kept;
  }
}

/** True where `other`, which runs the other way, passes or ends near this end of `line`. */
function meets(line: Line, end: number, other: Line, near: number): boolean {
  if (other.horizontal === line.horizontal) return false;
  const across = line.at + line.slope * end;
  const reach = near + (line.thickness + other.thickness) / 2;
  const crossing = other.at + other.slope * across;
  return Math.abs(crossing - end) <= reach && across >= other.start - reach && across <= other.end + reach;
}
