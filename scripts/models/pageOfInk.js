// A page of ink pictures in rows, each row with a number before it.
import { GLYPHS } from './glyphs.js';

/** @typedef {import('../../dist/image/pixels.js').GrayImage} GrayImage */

/** Side of a picture's place on the page, in pixels. */
const CELL = 76;
/** Width of the column of numbers. */
const HEAD = 52;
/** Pixels per dot of a number. */
const DOT = 3;

/**
 * @param {number} rows
 * @param {number} columns
 */
export function createPage(rows, columns) {
  const [width, height] = [HEAD + columns * CELL, rows * CELL];
  /** @type {GrayImage & { data: Uint8Array }} */
  const image = { width, height, data: new Uint8Array(width * height).fill(255) };
  return {
    /** A grey picture, 0 = black. */
    image,
    /**
     * Puts a picture of ink, no larger than its place, into the page.
     *
     * @param {number} row
     * @param {number} column
     * @param {GrayImage} ink
     */
    put(row, column, ink) {
      const left = HEAD + column * CELL + Math.floor((CELL - ink.width) / 2);
      const top = row * CELL + Math.floor((CELL - ink.height) / 2);
      for (let i = 0; i < ink.data.length; i++) {
        const [x, y] = [left + (i % ink.width), top + Math.floor(i / ink.width)];
        image.data[y * width + x] = 255 - ink.data[i];
      }
    },
    /**
     * Writes a number, digits and points, before a row.
     *
     * @param {number} row
     * @param {string} text
     */
    label(row, text) {
      [...text].forEach((sign, k) => {
        [...GLYPHS[sign]].forEach((bit, p) => {
          if (bit === '0') return;
          const [left, top] = [2 + (k * 4 + (p % 3)) * DOT, row * CELL + 30 + Math.floor(p / 3) * DOT];
          for (let y = 0; y < DOT; y++) image.data.fill(60, (top + y) * width + left, (top + y) * width + left + DOT);
        });
      });
    },
  };
}
