import type { GrayImage } from '../image/pixels.js';
import type { Line } from './findLines.js';

/** Lines with at least this much ink, 0..255, are opaque: strokes under them cannot be seen. */
const OPAQUE = 176;
/** A line with at most this much ink counts as paper, and so does what is left of a line. */
const FAINT = 4;
const REST = 40;
/**
 * A slanted line covers each pixel to a different degree, so its ink is measured separately for
 * this many positions between two pixels.
 */
const PHASES = 4;
/** With fewer pixels, a crossing stroke would be taken for the line. */
const LEAST_VALUES = 8;
/** Slopes, in columns per row, at which strokes are continued across an opaque line. */
const SLOPES = [0, -0.5, 0.5, -1, 1, -1.5, 1.5];

/** Ink without its printed lines. */
export interface LinesErased {
  readonly ink: GrayImage;
  /**
   * [height, width], 1 where a line was: ink there may be a remainder of it. Null if there was no
   * line.
   */
  readonly traces: Uint8Array | null;
}

/**
 * Erases lines from a picture of ink, but not the strokes that cross them. Strokes show through a
 * light line: its own ink, which is the median along the line, is subtracted. Across a dark line,
 * strokes are continued from one side to the other.
 */
export function eraseLines(ink: GrayImage, lines: readonly Line[]): LinesErased {
  if (lines.length === 0) return { ink, traces: null };
  const erased: GrayImage = { width: ink.width, height: ink.height, data: new Uint8Array(ink.data) };
  const traces = new Uint8Array(ink.data.length);
  for (const line of lines) {
    eraseLine(erased.data, traces, line, bandOf(erased, line));
  }
  return { ink: erased, traces };
}

/** The pixels along a line, as columns along it and rows across it. */
interface Band {
  /** Columns, from before the line's first one to after its last one. */
  readonly begin: number;
  readonly end: number;
  readonly rows: number;
  /**
   * Position of a pixel in the picture, -1 outside. Rows 0 to rows - 1 are in the band, others are
   * beside it.
   */
  readonly place: (along: number, row: number) => number;
}

function bandOf({ width, height }: GrayImage, { horizontal, at, slope, start, end, thickness }: Line): Band {
  const [length, depth, step, stride] = horizontal ? [width, height, 1, width] : [height, width, width, 1];
  const reach = Math.ceil(thickness / 2) + 2;
  const place = (along: number, row: number): number => {
    const across = Math.round(at + slope * along) - reach + row;
    return along < 0 || along >= length || across < 0 || across >= depth ? -1 : along * step + across * stride;
  };
  return { begin: Math.max(0, start - 1), end: Math.min(length, end + 2), rows: 2 * reach + 1, place };
}

function eraseLine(data: Uint8Array, traces: Uint8Array, line: Line, { begin, end, rows, place }: Band): void {
  const levels = levelsOf(data, line, rows, place);
  const dark = levels.map((phases) => Math.max(...phases) >= OPAQUE);
  const first = dark.indexOf(true);
  const last = dark.lastIndexOf(true);
  for (let along = begin; along < end; along++) {
    const phase = phaseOf(line, along);
    for (let row = 0; row < rows; row++) {
      const level = levels[row][phase];
      const i = place(along, row);
      if (i < 0 || level < FAINT) continue;
      traces[i] = 1;
      if (row >= first && row <= last) continue;
      const rest = (255 * (data[i] - level)) / (255 - level);
      data[i] = rest < REST ? 0 : rest;
    }
  }
  if (first >= 0) bridge(data, line, place, first, last);
}

/** Sets rows first..last of the band to the ink on both sides of them, straight or slanted. */
function bridge(data: Uint8Array, { start, end }: Line, place: Band['place'], first: number, last: number): void {
  const sideInk = (along: number, row: number, away: number): number => {
    const near = place(along, row);
    const far = place(along, row + away);
    return Math.max(near < 0 ? 0 : data[near], far < 0 ? 0 : data[far]);
  };
  for (let along = start; along <= end; along++) {
    for (let row = first; row <= last; row++) {
      const i = place(along, row);
      if (i < 0) continue;
      let most = 0;
      for (const lean of SLOPES) {
        const above = sideInk(along + Math.round(lean * (row - first + 1)), first - 1, -1);
        const below = sideInk(along - Math.round(lean * (last + 1 - row)), last + 1, 1);
        most = Math.max(most, Math.min(above, below));
      }
      data[i] = Math.min(data[i], most);
    }
  }
}

/** The position of the line between two rows of pixels, 0..PHASES - 1. */
function phaseOf({ at, slope }: Line, along: number): number {
  const across = at + slope * along;
  return Math.min(PHASES - 1, Math.floor((across - Math.round(across) + 0.5) * PHASES));
}

/** The line's own ink [rows][PHASES]: the median along it. */
function levelsOf(data: Uint8Array, line: Line, rows: number, place: Band['place']): number[][] {
  return Array.from({ length: rows }, (_, row) => {
    const all: number[] = [];
    const values: number[][] = Array.from({ length: PHASES }, () => []);
    for (let along = line.start; along <= line.end; along++) {
      const i = place(along, row);
      if (i < 0) continue;
      values[phaseOf(line, along)].push(data[i]);
      all.push(data[i]);
    }
    return values.map((some) => median(some.length < LEAST_VALUES ? all : some));
  });
}

function median(values: number[]): number {
  return values.length === 0 ? 0 : values.sort((a, b) => a - b)[values.length >> 1];
}
