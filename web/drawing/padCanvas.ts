import { effect } from '@preact/signals';

import { followTheme } from '../shell/theme.js';
import type { PadDrawing } from './padDrawing.js';
import { drawStroke } from './drawStroke.js';
import type { Pen } from './followPen.js';
import type { Point, Stroke } from './stroke.js';

/** A canvas that shows a pad's drawing and the stroke being drawn. */
export interface PadCanvas extends Omit<Pen, 'begin'> {
  begin(brush: number): void;
  close(): void;
}

/**
 * Keeps a canvas showing a drawing and the stroke being drawn, in device pixels and in the colours
 * of the style sheet (`background-color` and `color` of the canvas). Calls `onChange` once per
 * frame that changed it. The canvas has no transparent pixels and no rounded corners, so that a
 * screenshot of it has exactly the same pixels. Throws Error if the browser provides no 2D canvas.
 */
export function createPadCanvas(canvas: HTMLCanvasElement, drawing: PadDrawing, onChange: () => void): PadCanvas {
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('this browser provides no 2D canvas.');
  let stroke: { brush: number; points: Point[] } | null = null;
  let shown: readonly Stroke[] | null = null;
  let frame = 0;

  const draw = (): void => {
    frame = 0;
    const { backgroundColor, color } = getComputedStyle(canvas);
    context.fillStyle = backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.strokeStyle = color;
    shown = drawing.strokes.peek();
    for (const drawn of shown) drawStroke(context, drawn, canvas.width);
    if (stroke !== null) drawStroke(context, stroke, canvas.width);
    onChange();
  };
  const changed = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  /**
   * Sets the size to a whole number of CSS pixels, so that no pixel of the canvas is spread over
   * two pixels of the screen.
   */
  const fit = (): void => {
    const frameElement = canvas.parentElement;
    if (frameElement === null) return;
    const { paddingLeft, paddingRight } = getComputedStyle(frameElement);
    const width = Math.floor(frameElement.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight));
    const side = Math.round(width * devicePixelRatio);
    if (!(side > 0) || side === canvas.width) return; // NaN if the pad is no longer on the page
    canvas.style.width = canvas.style.height = `${width}px`;
    canvas.width = canvas.height = side;
    draw();
  };

  const resizing = new ResizeObserver(fit);
  if (canvas.parentElement !== null) resizing.observe(canvas.parentElement);
  fit();
  const forgetTheme = followTheme(changed);
  const forgetStrokes = effect(() => {
    if (drawing.strokes.value !== shown) changed();
  });
  return {
    begin(brush) {
      stroke = { brush, points: [] };
    },
    extend(points) {
      stroke?.points.push(...points);
      changed();
    },
    end() {
      const ended = stroke;
      stroke = null;
      if (ended !== null && ended.points.length > 0) drawing.add(ended);
    },
    cancel() {
      stroke = null;
      changed();
    },
    close() {
      forgetStrokes();
      forgetTheme();
      cancelAnimationFrame(frame);
      resizing.disconnect();
    },
  };
}
