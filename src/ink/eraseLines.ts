import type { GrayImage } from '../image/pixels.js';
import type { Line } from './findLines.js';

/** Ink of a line, 0..255, from which nothing can be seen through it. */
const OPAQUE = 176;
/** Ink of a line up to which it is taken for paper, and what is left of a line up to which it is too. */
const FAINT = 4;
const REST = 40;
/** A slanted line covers a pixel more or less: it is seen apart by where between two pixels it is. */
const PHASES = 4;
/** With fewer pixels, a stroke that crosses would be taken for the line. */
const LEAST_VALUES = 8;
/** Slopes, in columns a row, under which strokes are followed across a line that cannot be seen through. */
const SLOPES = [0, -0.5, 0.5, -1, 1, -1.5, 1.5];

/** Ink without its printed lines. */
export interface LinesErased {
  readonly ink: GrayImage;
  /** [height, width], 1 where a line was: what is left there may be a rest of it. Null where there was none. */
  readonly traces: Uint8Array | null;
}

/**
 * Erases lines from a picture of ink, but not the strokes that cross them. Where a line is light, what was drawn over it is
 * seen through it: its own ink, which is the median along it, is taken out again. Where it is dark, strokes are carried on
 * from one side to the other.
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
  /** Columns, from before the line's first to behind its last. */
  readonly begin: number;
  readonly end: number;
  readonly rows: number;
  /** Where a pixel is in the picture; -1 off it. Rows from 0 to rows - 1 are the band's, others beside it. */
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

/** Sets rows first..last of the band to what is on both sides of them, straight or slanted. */
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

/** Where between two rows of pixels the line is, 0..PHASES - 1. */
function phaseOf({ at, slope }: Line, along: number): number {
  const across = at + slope * along;
  return Math.min(PHASES - 1, Math.floor((across - Math.round(across) + 0.5) * PHASES));
}

/** The line's own ink [rows][PHASES], as the median along it. */
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
