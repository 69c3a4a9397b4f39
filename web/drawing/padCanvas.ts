import { effect } from '@preact/signals';

import { followTheme } from '../shell/theme.js';
import type { PadDrawing } from './padDrawing.js';
import { drawStroke } from './drawStroke.js';
import type { Pen } from './followPen.js';
import type { Point, Stroke } from './stroke.js';

/** The pixels of a pad. */
export interface PadCanvas extends Omit<Pen, 'begin'> {
  begin(brush: number): void;
  close(): void;
}

/**
 * Keeps a canvas showing a drawing and the stroke in hand, in device pixels and in the colours of the style sheet
 * (`background-color` and `color` of the canvas), and calls `onChange` once in each frame that changed it. The canvas has no
 * transparent pixel and no rounded corner, so that a screenshot of it holds the same pixels.
 */
export function createPadCanvas(canvas: HTMLCanvasElement, drawing: PadDrawing, onChange: () => void): PadCanvas {
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('this browser gives no canvas to draw on.');
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
  /** A whole number of CSS pixels, so that no pixel of the canvas is spread over two of the screen. */
  const fit = (): void => {
    const frameElement = canvas.parentElement;
    if (frameElement === null) return;
    const { paddingLeft, paddingRight } = getComputedStyle(frameElement);
    const width = Math.floor(frameElement.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight));
    const side = Math.round(width * devicePixelRatio);
    if (!(side > 0) || side === canvas.width) return; // NaN where the pad has left the page
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
