import type { GrayImage } from '../image/pixels.js';
import type { Line } from './findLines.js';

/** Lines whose ink is at most this share of full ink are told from strokes by that, others by their thickness alone. */
const LIGHT = 0.7;

/** Erases lines from a picture of ink, but not the strokes that cross them. What is below `least` is paper. */
export function eraseLines(ink: GrayImage, lines: readonly Line[], least: number): GrayImage {
  if (lines.length === 0) return ink;
  const erased: GrayImage = { width: ink.width, height: ink.height, data: new Uint8Array(ink.data) };
  for (const line of lines) eraseLine(ink, erased.data, line, least);
  return erased;
}

function eraseLine({ width, height, data }: GrayImage, erased: Uint8Array, line: Line, least: number): void {
  const { horizontal, at, slope, start, end, thickness } = line;
  const [step, stride, depth] = horizontal ? [1, width, height] : [width, 1, width];
  const level = levelOf(data, line, step, stride, depth);
  const light = level <= LIGHT * 255;
  const darkest = (level + 255) / 2;
  const bare = thickness + Math.max(1, 0.35 * thickness);
  const reach = Math.ceil(thickness / 2) + 1;
  for (let along = start; along <= end; along++) {
    const column = along * step;
    const centre = Math.round(at + slope * along);
    const from = Math.max(0, centre - reach);
    const to = Math.min(depth - 1, centre + reach);
    if (light) {
      for (let across = from; across <= to; across++) {
        const i = column + across * stride;
        if (data[i] <= darkest) erased[i] = 0;
      }
      continue;
    }
    // The run of ink that the line is part of: a stroke crosses where it is longer than the line is thick.
    let first = nearestInk(data, column, stride, centre, reach, depth, least);
    if (first < 0) continue;
    let last = first;
    while (first > 0 && data[column + (first - 1) * stride] >= least) first--;
    while (last + 1 < depth && data[column + (last + 1) * stride] >= least) last++;
    if (last - first + 1 > bare) continue;
    for (let across = Math.max(0, first - 1); across <= Math.min(depth - 1, last + 1); across++) {
      erased[column + across * stride] = 0;
    }
  }
}

function nearestInk(
  data: Uint8Array,
  column: number,
  stride: number,
  centre: number,
  reach: number,
  depth: number,
  least: number,
): number {
  for (let away = 0; away <= reach; away++) {
    for (const across of [centre - away, centre + away]) {
      if (across >= 0 && across < depth && data[column + across * stride] >= least) return across;
    }
  }
  return -1;
}

/** The ink of the line's own middle, as the median along it. */
function levelOf(data: Uint8Array, line: Line, step: number, stride: number, depth: number): number {
  const values: number[] = [];
  for (let along = line.start; along <= line.end; along++) {
    const centre = Math.min(depth - 1, Math.max(0, Math.round(line.at + line.slope * along)));
    values.push(data[along * step + centre * stride]);
  }
  return values.sort((a, b) => a - b)[values.length >> 1];
}
