import type { GrayImage } from '../image/pixels.js';
import { INPUT_LENGTH, INPUT_SIDE } from '../ink/mnistInput.js';

/** One drawing to be shown. */
export interface ShownDrawing {
  /** [28, 28], 0 = paper, 255 = ink */
  readonly picture: Uint8Array;
  /** Number of pictures that are variants of it. */
  readonly count: number;
}

const SCALE = 2;
const GAP = 4;
const CELL_WIDTH = INPUT_SIDE * SCALE + GAP;
/** A glyph of the counts is 3 x 5 cells. */
const GLYPH_WIDTH = 3;
const GLYPH_HEIGHT = 5;
const CELL_HEIGHT = INPUT_SIDE * SCALE + GLYPH_HEIGHT * SCALE + 2 * GAP;
/** The glyphs of 0 to 9, as rows of three bits, the top row first. */
const GLYPHS = [0o75557, 0o26227, 0o71747, 0o71717, 0o55711, 0o74717, 0o74757, 0o71122, 0o75757, 0o75717];

/**
 * A sheet with one line per list of drawings, with the count under each drawing: black on white,
 * 255 = white. Throws RangeError if there are none.
 */
export function drawingMontage(lines: readonly (readonly ShownDrawing[])[]): GrayImage {
  const columns = Math.max(0, ...lines.map((line) => line.length));
  if (columns === 0) throw new RangeError('drawingMontage: lines must hold a drawing. Received none.');
  const [width, height] = [columns * CELL_WIDTH + GAP, lines.length * CELL_HEIGHT + GAP];
  const data = new Uint8Array(width * height).fill(255);
  const paint = (x: number, y: number, value: number): void => {
    for (let j = 0; j < SCALE; j++) data.fill(value, (y + j) * width + x, (y + j) * width + x + SCALE);
  };
  lines.forEach((line, row) => {
    line.forEach(({ picture, count }, column) => {
      const [left, top] = [GAP + column * CELL_WIDTH, GAP + row * CELL_HEIGHT];
      for (let i = 0; i < INPUT_LENGTH; i++) {
        paint(left + (i % INPUT_SIDE) * SCALE, top + Math.floor(i / INPUT_SIDE) * SCALE, 255 - picture[i]);
      }
      Array.from(String(count), Number).forEach((digit, place) => {
        for (let bit = 0; bit < GLYPH_WIDTH * GLYPH_HEIGHT; bit++) {
          if (((GLYPHS[digit] >> (GLYPH_WIDTH * GLYPH_HEIGHT - 1 - bit)) & 1) === 0) continue;
          const x = left + (place * (GLYPH_WIDTH + 1) + (bit % GLYPH_WIDTH)) * SCALE;
          paint(x, top + INPUT_SIDE * SCALE + GAP + Math.floor(bit / GLYPH_WIDTH) * SCALE, 90);
        }
      });
    });
  });
  return { width, height, data };
}
