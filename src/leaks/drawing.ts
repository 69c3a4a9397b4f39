import { INPUT_LENGTH, INPUT_SIDE } from '../ink/mnistInput.js';
import { createBlur } from './blur.js';
import { type EvenDrawing, evenWidth } from './evenWidth.js';
import { type InkFrame, sampleAt } from './inkFrame.js';
import { createRegistration, type Registration, type Template } from './registration.js';
import { widen } from './strokeWidth.js';

/** Finds roughly how one drawing lies over another, from a start that is near. */
export const coarse = createRegistration(14, 2.6);
/** Measures how well it fits there. */
export const fine = createRegistration(26, 2.5);

/** Strokes are widened in steps of this many pixels on each side. */
const WIDTH_STEP = 0.2;

const softenMuch = createBlur(1.2);
const softenLittle = createBlur(0.65);
const spread = createBlur(1.5);

/** One picture in its frame. */
export interface Drawing {
  /** [28, 28], 0 = paper, 255 = ink */
  readonly ink: Uint8Array;
  readonly frame: InkFrame;
  /** Width of its strokes, in units of the frame. */
  readonly width: number;
}

/** A drawing that others are laid over. Templates are created when they are first needed. */
export interface LaidDrawing extends Drawing {
  readonly coarse: Template;
  /** The template with strokes at least as wide as `width`, in units of the frame. */
  fine(width: number): Template;
}

/** The drawing in `ink` [28, 28]; null if there is none. */
export function laidDrawing(ink: Uint8Array): LaidDrawing | null {
  const even = evenWidth(ink);
  if (even === null) return null;
  const { frame, width } = even;
  const templates = new Map<number, Template>();
  return {
    ink,
    frame,
    width,
    coarse: templateOf(softened(even.ink), even.ink, frame, coarse),
    fine(wanted) {
      const steps = stepsTo(wanted, { frame, width });
      let template = templates.get(steps);
      if (template === undefined) {
        const wide = widen(ink, steps * WIDTH_STEP);
        template = templateOf(evenInk(wide), wide, frame, fine);
        templates.set(steps, template);
      }
      return template;
    },
  };
}

/**
 * A drawing in its frame [side, side] of `fine`, with strokes at least as wide as `wanted`, in
 * units of the frame.
 */
export function finePicture(drawing: Drawing, wanted: number): Float32Array {
  const wide = widen(drawing.ink, stepsTo(wanted, drawing) * WIDTH_STEP);
  return inFrame(evenInk(wide), drawing.frame, fine);
}

function stepsTo(wanted: number, { width, frame }: Pick<Drawing, 'width' | 'frame'>): number {
  return Math.round(Math.max(((wanted - width) * frame.scale) / 2, 0) / WIDTH_STEP);
}

/** Bytes of one coarse picture. */
export const COARSE_LENGTH = coarse.side ** 2;

/** Writes the coarse picture of a drawing to `out` [COARSE_LENGTH], 0..255. */
export function coarsePicture({ ink, frame }: EvenDrawing, out: Uint8Array): void {
  const picture = inFrame(softened(ink), frame, coarse);
  let most = 0;
  for (const value of picture) if (value > most) most = value;
  for (let i = 0; i < COARSE_LENGTH; i++) out[i] = Math.round((picture[i] * 255) / most);
}

function softened(ink: Float32Array): Float32Array {
  const soft = new Float32Array(INPUT_LENGTH);
  softenMuch(ink, soft);
  return soft;
}

/**
 * Ink normalised by its surroundings: all strokes become equally dark, however pale or thin they
 * were.
 */
function evenInk(ink: ArrayLike<number>): Float32Array {
  const [soft, around] = [new Float32Array(INPUT_LENGTH), new Float32Array(INPUT_LENGTH)];
  softenLittle(ink, soft);
  for (let i = 0; i < INPUT_LENGTH; i++) around[i] = soft[i] * soft[i];
  spread(around, around);
  let most = 0;
  for (const value of around) if (value > most) most = value;
  for (let i = 0; i < INPUT_LENGTH; i++) {
    const value = 0.7 * soft[i];
    soft[i] = value / Math.sqrt(around[i] + 0.01 * most + value * value);
  }
  return soft;
}

/**
 * `ink` says where the drawing is. Beyond its box nothing is known, because the drawing may have
 * been cut off there.
 */
function templateOf(picture: Float32Array, ink: Float32Array, frame: InkFrame, level: Registration): Template {
  const box = boxOf(ink);
  const counts = new Uint8Array(level.side ** 2);
  forEachCell(frame, level, (cell, x, y) => {
    if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) counts[cell] = 1;
  });
  return level.template(inFrame(picture, frame, level), inFrame(edgesOf(picture), frame, level), counts);
}

/** Pixels with at least this much ink, 0..255, are part of the drawing. */
const INK = 40;
/** Pixels around the box of the ink that still count. */
const MARGIN = 1;

function boxOf(ink: Float32Array): { left: number; right: number; top: number; bottom: number } {
  let [left, right, top, bottom] = [INPUT_SIDE, -1, INPUT_SIDE, -1];
  for (let y = 0; y < INPUT_SIDE; y++) {
    for (let x = 0; x < INPUT_SIDE; x++) {
      if (ink[y * INPUT_SIDE + x] < INK) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return { left: left - MARGIN, right: right + MARGIN, top: top - MARGIN, bottom: bottom + MARGIN };
}

/** Gradient magnitude [28, 28]: how much ink a pixel gains when strokes become wider. */
function edgesOf(picture: Float32Array): Float32Array {
  const edges = new Float32Array(INPUT_LENGTH);
  for (let y = 1; y < INPUT_SIDE - 1; y++) {
    for (let x = 1; x < INPUT_SIDE - 1; x++) {
      const i = y * INPUT_SIDE + x;
      const [across, down] = [picture[i + 1] - picture[i - 1], picture[i + INPUT_SIDE] - picture[i - INPUT_SIDE]];
      edges[i] = Math.sqrt(across * across + down * down) / 2;
    }
  }
  return edges;
}

function inFrame(picture: Float32Array, frame: InkFrame, level: Registration): Float32Array {
  const out = new Float32Array(level.side ** 2);
  forEachCell(frame, level, (cell, x, y) => {
    out[cell] = sampleAt(picture, x, y);
  });
  return out;
}

/** Calls `visit` with each cell of a level and the pixel that it lies on. */
function forEachCell(
  frame: InkFrame,
  { side, reach }: Registration,
  visit: (cell: number, x: number, y: number) => void,
): void {
  const step = (2 * reach) / (side - 1);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [u, v] = [column * step - reach, row * step - reach];
      visit(row * side + column, frame.x + frame.xx * u + frame.xy * v, frame.y + frame.xy * u + frame.yy * v);
    }
  }
}
