import type { GrayImage } from '../image/pixels.js';
import { choosePrintedLines } from './choosePrintedLines.js';
import { eraseLines } from './eraseLines.js';
import { findLines } from './findLines.js';

/** Ink, 0..255, from which a pixel can be of a line. */
const LEAST = 32;

/** Takes rules and the edges of boxes out of a picture of ink, and leaves the strokes that cross them. */
export function removeLines(ink: GrayImage): GrayImage {
  const lines = findLines(ink, LEAST);
  return lines.length === 0 ? ink : eraseLines(ink, choosePrintedLines(lines, ink, LEAST));
}
