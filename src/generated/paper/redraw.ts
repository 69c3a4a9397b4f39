import type { GrayImage } from '../../image/pixels.js';
import { crop } from '../../ink/crop.js';
import { inkBox } from '../../ink/inkBox.js';
import { resize } from '../../ink/resize.js';
import type { Stamp } from './paintPaper.js';

/** Height, in pixels, of the drawing, and of the picture whose centre lines are found. */
const HEIGHT = 240;
const TRACED = 96;
/**
 * Radius within which points of a centre line are averaged, to smooth the steps from pixel to
 * pixel.
 */
const SMOOTH = 3;

/** How a digit is redrawn. */
export interface Redrawing {
  /** Width of the pen, as a share of the height of the digit's centre lines. @default unchanged */
  readonly pen?: number;
  /** Tangent of the angle by which it leans to the right. @default 0 */
  readonly shear?: number;
  /** The factor by which it is made wider. @default 1 */
  readonly stretch?: number;
  /** Clockwise rotation, in radians. @default 0 */
  readonly turn?: number;
}

/**
 * Redraws a digit with another pen, slanted, stretched or rotated. The strokes are as crisp as in a
 * picture 240 pixels high.
 */
export function redraw(digit: Stamp, { pen, shear = 0, stretch = 1, turn = 0 }: Redrawing): Stamp {
  const margin = 4;
  const wide = Math.max(1, Math.round((digit.width * TRACED) / digit.height));
  const large = pad(resize(digit, wide, TRACED), margin);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const move = (x: number, y: number): [number, number] => {
    const u = stretch * (x - shear * y);
    return [u * cos - y * sin, u * sin + y * cos];
  };
  const points = pen === undefined ? spread(large) : smoothed(thinned(large));
  const moved = points.map(({ x, y, ink }) => ({ place: move(x, y), ink }));
  const xs = moved.map(({ place }) => place[0]);
  const ys = moved.map(({ place }) => place[1]);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const scale = HEIGHT / Math.max(1, Math.max(...ys) - top, (Math.max(...xs) - left) / 2);
  // If the pen is unchanged, the pixels are drawn as dots that are large enough to close the gaps
  // between them.
  const radius = pen === undefined ? 0.8 * scale * Math.max(1, stretch) : Math.max(0.5, (pen * HEIGHT) / 2);
  const edge = Math.ceil(radius) + 1;
  const width = Math.ceil((Math.max(...xs) - left) * scale) + 2 * edge + 1;
  const height = Math.ceil((Math.max(...ys) - top) * scale) + 2 * edge + 1;
  const drawn: GrayImage = { width, height, data: new Uint8Array(width * height) };
  for (const { place, ink } of moved)
    dot(drawn, (place[0] - left) * scale + edge, (place[1] - top) * scale + edge, radius, ink);
  return crop(drawn, inkBox(drawn) ?? { left: 0, top: 0, width, height });
}

function pad({ width, height, data }: GrayImage, margin: number): GrayImage {
  const padded = new Uint8Array((width + 2 * margin) * (height + 2 * margin));
  for (let y = 0; y < height; y++)
    padded.set(data.subarray(y * width, (y + 1) * width), (y + margin) * (width + 2 * margin) + margin);
  return { width: width + 2 * margin, height: height + 2 * margin, data: padded };
}

function dot({ width, height, data }: GrayImage, x: number, y: number, radius: number, ink: number): void {
  for (let row = Math.max(0, Math.floor(y - radius)); row <= Math.min(height - 1, y + radius + 1); row++) {
    for (let column = Math.max(0, Math.floor(x - radius)); column <= Math.min(width - 1, x + radius + 1); column++) {
      const inside = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(column - x, row - y)));
      const at = row * width + column;
      data[at] = Math.max(data[at], Math.round(inside * ink));
    }
  }
}

interface Dot {
  readonly x: number;
  readonly y: number;
  readonly ink: number;
}

function spread({ width, data }: GrayImage): Dot[] {
  const dots: Dot[] = [];
  data.forEach((ink, i) => {
    if (ink > 0) dots.push({ x: i % width, y: Math.floor(i / width), ink });
  });
  return dots;
}

/**
 * The centre lines of a picture's strokes (T. Zhang & C. Suen 1984, "A fast parallel algorithm for
 * thinning").
 */
function thinned({ width, height, data }: GrayImage): Dot[] {
  const on = data.map((value) => (value >= 128 ? 1 : 0));
  const around = [-width, 1 - width, 1, width + 1, width, width - 1, -1, -width - 1];
  for (let changed = true; changed;) {
    changed = false;
    for (const second of [false, true]) {
      const gone: number[] = [];
      for (let i = width + 1; i < width * (height - 1) - 1; i++) {
        if (on[i] === 0) continue;
        const ring = around.map((step) => on[i + step]);
        const count = ring.reduce((sum, value) => sum + value, 0);
        const changes = ring.filter((value, k) => value === 0 && ring[(k + 1) % 8] === 1).length;
        const [up, , right, , down, , left] = ring;
        const open = second
          ? up * right * left === 0 && up * down * left === 0
          : up * right * down === 0 && right * down * left === 0;
        if (count >= 2 && count <= 6 && changes === 1 && open) gone.push(i);
      }
      for (const i of gone) on[i] = 0;
      changed ||= gone.length > 0;
    }
  }
  return spread({ width, height, data: on.map((value) => 255 * value) });
}

/**
 * Moves each point to the mean of the points near it, and adds points between those that touched.
 */
function smoothed(dots: readonly Dot[]): Dot[] {
  const means = dots.map((dot) => {
    const near = dots.filter(({ x, y }) => Math.abs(x - dot.x) <= SMOOTH && Math.abs(y - dot.y) <= SMOOTH);
    const mean = (of: (dot: Dot) => number) => near.reduce((sum, one) => sum + of(one), 0) / near.length;
    return { x: mean(({ x }) => x), y: mean(({ y }) => y), ink: 255 };
  });
  const all: Dot[] = [...means];
  dots.forEach((a, n) => {
    for (let m = n + 1; m < dots.length; m++) {
      if (Math.abs(a.x - dots[m].x) > 1 || Math.abs(a.y - dots[m].y) > 1) continue;
      for (const share of [1 / 3, 2 / 3]) {
        all.push({
          x: means[n].x + share * (means[m].x - means[n].x),
          y: means[n].y + share * (means[m].y - means[n].y),
          ink: 255,
        });
      }
    }
  });
  return all;
}
