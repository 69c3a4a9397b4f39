import { ImageError } from '../errors.js';
import { expandPixels } from './expandPixels.js';
import { orient } from './orient.js';
import type { RgbaImage } from './pixels.js';
import { CHANNELS, rowLength, type PngFile, type PngHeader } from './pngFile.js';
import { unfilterRows } from './unfilterRows.js';

/** A pass of Adam7, a reduced picture: the pixels (x, y), (x + dx, y), ... of every dy-th row. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

const WHOLE: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }];

/** PNG specification, third edition, section 8.2. */
const ADAM7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

/**
 * The length to which the compressed stream must inflate: the bytes of all rows of all passes,
 * including the filter bytes.
 */
export function scanlinesLength(header: PngHeader): number {
  let length = 0;
  for (const pass of passesOf(header)) {
    const { columns, rows } = passSize(header, pass);
    if (columns > 0) length += rows * (1 + rowLength(header, columns));
  }
  return length;
}

/**
 * Turns inflated scanlines into pixels, turned as eXIf says. Gamma and background colour are
 * ignored, and `raw` is overwritten. Throws ImageError if the length of `raw` is not that of
 * `scanlinesLength`, or if it holds values that the specification does not allow.
 */
export function unpackPng(file: PngFile, raw: Uint8Array): RgbaImage {
  const { header } = file;
  const { width, height } = header;
  const expected = scanlinesLength(header);
  if (raw.length !== expected) {
    const what = raw.length < expected ? 'the pixels are cut off' : 'there are more pixels than the header says';
    throw new ImageError(`PNG: pixel data must be ${expected} bytes long. Received ${raw.length}: ${what}.`);
  }
  const step = Math.max(1, (CHANNELS[header.colorType] * header.bitDepth) / 8);
  const data = new Uint8Array(width * height * 4);
  let start = 0;
  for (const pass of passesOf(header)) {
    const { columns, rows } = passSize(header, pass);
    if (columns === 0) continue; // a pass without columns has no rows in the file either
    const length = rowLength(header, columns);
    unfilterRows(raw, start, rows, length, step);
    for (let row = 0; row < rows; row++, start += length + 1) {
      const offset = 4 * ((pass.y + row * pass.dy) * width + pass.x);
      expandPixels(file, raw, start + 1, columns, data, offset, 4 * pass.dx);
    }
  }
  return orient({ width, height, data }, file.orientation);
}

function passesOf(header: PngHeader): readonly Pass[] {
  return header.interlaced ? ADAM7 : WHOLE;
}

function passSize(header: PngHeader, pass: Pass): { readonly columns: number; readonly rows: number } {
  return {
    columns: Math.ceil(Math.max(0, header.width - pass.x) / pass.dx),
    rows: Math.ceil(Math.max(0, header.height - pass.y) / pass.dy),
  };
}
