import { sine } from './angles.js';
import type { Colour } from './rule.js';

/** What lies beside the sheet: a table, a wall, a page edge, the border of a cell. */
export interface Surface {
  /**
   * It covers all places with x * across + y * down > from, in pixels; the two form a unit vector.
   */
  readonly across: number;
  readonly down: number;
  readonly from: number;
  /** It ends there, as the border of a cell does. @default it goes on */
  readonly to?: number;
  readonly colour: Colour;
  /** Amplitude of its grain, 0..255, in the direction of the edge or along x. @default 0 */
  readonly grain?: number;
  /** Length of one wave of the grain, in pixels. @default 8 */
  readonly wave?: number;
}

/** How much of the pixel at (x, y) a surface covers, 0..1. */
export function coverOf({ across, down, from, to = Infinity }: Surface, x: number, y: number): number {
  const depth = (x + 0.5) * across + (y + 0.5) * down;
  return Math.min(1, Math.max(0, depth - from + 0.5)) * Math.min(1, Math.max(0, to - depth + 0.5));
}

/**
 * Level that the grain adds at (x, y): waves across the direction of the grain, and coarse ones.
 */
export function grainOf({ grain = 0, wave = 8 }: Surface, x: number, y: number): number {
  if (grain === 0) return 0;
  const bend = 2 * sine(x / (7 * wave));
  const fine = sine((2 * Math.PI * y) / wave + bend);
  return grain * (0.6 * fine + 0.4 * sine((2 * Math.PI * y) / (3.7 * wave) + 1.7 * bend + x / (11 * wave)));
}
