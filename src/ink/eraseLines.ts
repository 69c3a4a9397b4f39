import type { GrayImage } from '../image/pixels.js';
import type { Line } from './findLines.js';

/** Ink of a line, 0..255, from which nothing can be seen through it. */
const OPAQUE = 176;
/** Ink of a line up to which it is taken for paper, and what is left of a line up to which it is too. */
const FAINT = 16;
const REST = 40;
/** A slanted line covers a pixel more or less: it is seen apart by where between two pixels it is. */
const PHASES = 4;
/** With fewer pixels, a stroke that crosses would be taken for the line. */
const LEAST_VALUES = 24;
/** Slopes, in columns a row, under which strokes are followed across a line that cannot be seen through. */
const SLOPES = [0, -0.5, 0.5, -1, 1, -1.5, 1.5];

/**
 * Erases lines from a picture of ink, but not the strokes that cross them. Where a line is light, what was drawn over it is
 * seen through it: its own ink, which is the median along it, is taken out again. Where it is dark, strokes are carried on
 * from one side to the other.
 */
export function eraseLines(ink: GrayImage, lines: readonly Line[]): GrayImage {
  if (lines.length === 0) return ink;
  const erased: GrayImage = { width: ink.width, height: ink.height, data: new Uint8Array(ink.data) };
  for (const line of lines) eraseLine(erased, line);
  return erased;
}

function eraseLine({ width, height, data }: GrayImage, line: Line): void {
  const { horizontal, at, slope, start, end } = line;
  const [length, depth, step, stride] = horizontal ? [width, height, 1, width] : [height, width, width, 1];
  const reach = Math.ceil(line.thickness / 2) + 1;
  const rows = 2 * reach + 1;
  /** Where the pixel is that lies `row` of 0..rows - 1 across the line; -1 off the picture. */
  const place = (along: number, row: number): number => {
    const across = Math.round(at + slope * along) - reach + row;
    return along < 0 || along >= length || across < 0 || across >= depth ? -1 : along * step + across * stride;
  };
  const levels = levelsOf(data, line, rows, place);
  const dark = levels.map((phases) => Math.max(...phases) >= OPAQUE);
  const first = dark.indexOf(true);
  const last = dark.lastIndexOf(true);

  for (let along = Math.max(0, start - 1); along <= Math.min(length - 1, end + 1); along++) {
    for (let row = 0; row < rows; row++) {
      const level = levels[row][phaseOf(line, along)];
      const i = place(along, row);
      if (i < 0 || level < FAINT || (row >= first && row <= last)) continue;
      const rest = (255 * (data[i] - level)) / (255 - level);
      data[i] = rest < REST ? 0 : rest;
    }
  }
  if (first < 0) return;
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
function levelsOf(data: Uint8Array, line: Line, rows: number, place: (along: number, row: number) => number): number[][] {
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
