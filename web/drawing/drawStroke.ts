import type { Point, Stroke } from './stroke.js';

type Place = Pick<Point, 'x' | 'y'>;

/**
 * Draws a stroke on a pad of `side` x `side` pixels in the context's stroke style. The curve passes
 * through the midpoints between neighbouring points, so that a fast pen leaves no corners. A stroke
 * of constant pressure is drawn as one path, whose edge is smooth everywhere; otherwise each piece
 * has its own width.
 */
export function drawStroke(context: CanvasRenderingContext2D, { brush, points }: Stroke, side: number): void {
  const first = points.at(0);
  const last = points.at(-1);
  if (first === undefined || last === undefined) return;
  context.lineCap = context.lineJoin = 'round';
  const isEven = points.every(({ pressure }) => pressure === first.pressure);
  context.lineWidth = widthOf(brush, first.pressure, side);
  context.beginPath();
  moveTo(context, first, side);
  points.forEach((point, i) => {
    if (i === 0) return;
    const previous = points[i - 1];
    curveTo(context, previous, middle(previous, point), side);
    if (isEven) return;
    context.lineWidth = widthOf(brush, point.pressure, side);
    context.stroke();
    context.beginPath();
    moveTo(context, middle(previous, point), side);
  });
  curveTo(context, last, last, side); // to the end; a single point gives a dot
  context.stroke();
}

/** Width in pixels: 2/3 of the brush at pressure 0, the brush at 0.5, 4/3 of it at 1. */
function widthOf(brush: number, pressure: number, side: number): number {
  return brush * side * (2 / 3 + (2 / 3) * pressure);
}

function moveTo(context: CanvasRenderingContext2D, { x, y }: Place, side: number): void {
  context.moveTo(x * side, y * side);
}

function curveTo(context: CanvasRenderingContext2D, by: Place, to: Place, side: number): void {
  context.quadraticCurveTo(by.x * side, by.y * side, to.x * side, to.y * side);
}

function middle(a: Place, b: Place): Place {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
