import { type InkFrame, inkFrame } from './inkFrame.js';
import { strokeWidth, widen } from './strokeWidth.js';

/** A drawing with strokes of the common width, and the frame it lies in. */
export interface EvenDrawing {
  /** [28, 28] */
  readonly ink: Float32Array;
  readonly frame: InkFrame;
  /** The original width of its strokes, in units of the frame. */
  readonly width: number;
}

/**
 * The common width, in units of the frame. Most handwriting is thinner. Strokes are never made
 * thinner, because thin ones would be lost.
 */
const WIDTH = 0.7;
/** The most that strokes are widened, in pixels on each side. */
const MOST_WIDENED = 1.6;

/**
 * `ink` [28, 28] with thinner strokes widened to a common width, so that the pen matters little;
 * null if there is no ink.
 */
export function evenWidth(ink: ArrayLike<number>): EvenDrawing | null {
  const narrow = inkFrame(ink);
  if (narrow === null) return null;
  const width = strokeWidth(ink);
  const wide = widen(ink, Math.min(Math.max((WIDTH * narrow.scale - width) / 2, 0), MOST_WIDENED));
  const frame = inkFrame(wide) ?? narrow;
  return { ink: wide, frame, width: width / frame.scale };
}

/** Length of a stored frame and stroke width. */
export const FRAME_LENGTH = 7;

/** Writes frame and width to `out` [FRAME_LENGTH]. */
export function storeFrame({ frame, width }: Pick<EvenDrawing, 'frame' | 'width'>, out: Float32Array): void {
  out.set([frame.x, frame.y, frame.xx, frame.xy, frame.yy, frame.scale, width]);
}

/** The frame and width that were stored; null if there was no ink. */
export function storedFrame(stored: Float32Array): Pick<EvenDrawing, 'frame' | 'width'> | null {
  const [x, y, xx, xy, yy, scale, width] = stored;
  return scale > 0 ? { frame: { x, y, xx, xy, yy, scale }, width } : null;
}
