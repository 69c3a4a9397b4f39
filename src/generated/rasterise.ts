import type { GrayImage } from '../image/pixels.js';

/** The outline of a glyph of a font, y upwards, as font libraries give it. */
export interface Outline {
  readonly commands: readonly {
    readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
    /** x and y of each point. */
    readonly args: readonly number[];
  }[];
  readonly bbox: { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number };
}

type Edge = readonly [ax: number, ay: number, bx: number, by: number];

/** Straight pieces per curve. */
const PIECES = 8;
/** Lines of samples per row of pixels, and samples per pixel in a line. */
const FINE = 4;

/**
 * A glyph as ink, 0 = paper, in the middle of a square: as large as fits with `margin` free pixels
 * on each side. Null if it has no outline.
 */
export function rasterise(outline: Outline, side: number, margin: number): GrayImage | null {
  const { minX, minY, maxX, maxY } = outline.bbox;
  if (!(maxX > minX && maxY > minY)) return null;
  const scale = (side - 2 * margin) / Math.max(maxX - minX, maxY - minY);
  const edges = edgesOf(outline).map(([ax, ay, bx, by]) => [
    side / 2 + (ax - (minX + maxX) / 2) * scale,
    side / 2 - (ay - (minY + maxY) / 2) * scale,
    side / 2 + (bx - (minX + maxX) / 2) * scale,
    side / 2 - (by - (minY + maxY) / 2) * scale,
  ]);
  const sums = new Uint16Array(side * side);
  for (let line = 0; line < side * FINE; line++) {
    const y = (line + 0.5) / FINE;
    const crossings = edges
      .filter(([, ay, , by]) => ay <= y !== by <= y)
      .map(([ax, ay, bx, by]) => ({ x: ax + ((y - ay) / (by - ay)) * (bx - ax), turn: by > ay ? 1 : -1 }))
      .toSorted((a, b) => a.x - b.x);
    let winding = 0;
    crossings.forEach(({ x, turn }, i) => {
      winding += turn;
      if (winding === 0 || i + 1 === crossings.length) return;
      const end = Math.round(crossings[i + 1].x * FINE);
      for (let at = Math.round(x * FINE); at < end; at++) sums[Math.floor(y) * side + Math.floor(at / FINE)]++;
    });
  }
  const data = Uint8Array.from(sums, (sum) => Math.round((255 * Math.min(sum, FINE * FINE)) / (FINE * FINE)));
  return { width: side, height: side, data };
}

/** The outline as straight edges; each contour is closed. */
function edgesOf({ commands }: Outline): Edge[] {
  const edges: Edge[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number): void => {
    edges.push([x, y, toX, toY]);
    [x, y] = [toX, toY];
  };
  for (const { command, args } of commands) {
    const [fromX, fromY] = [x, y];
    if (command === 'moveTo' || command === 'closePath') {
      lineTo(startX, startY);
      if (command === 'moveTo') [x, y, startX, startY] = [args[0], args[1], args[0], args[1]];
    } else if (command === 'lineTo') lineTo(args[0], args[1]);
    else {
      for (let piece = 1; piece <= PIECES; piece++) lineTo(...pointOn([fromX, fromY, ...args], piece / PIECES));
    }
  }
  lineTo(startX, startY);
  return edges;
}

/** The point of a Bezier curve at `t`, 0..1, by de Casteljau's construction. */
function pointOn(points: readonly number[], t: number): [x: number, y: number] {
  if (points.length === 2) return [points[0], points[1]];
  return pointOn(
    points.slice(2).map((value, i) => points[i] + t * (value - points[i])),
    t,
  );
}
