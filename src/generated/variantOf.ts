// Changed copies of drawings, for measuring and testing how well copies are found.
import type { Random } from '../random.js';

/** How a copy differs from its original. */
export interface Change {
  /** Degrees. */
  readonly rotation: number;
  /** Horizontal pixels per vertical pixel. */
  readonly shear: number;
  readonly scale: number;
  /** Pixels. */
  readonly x: number;
  /** Pixels. */
  readonly y: number;
  /** Pixels on each side of a stroke: -0.5 or 0.5 changes its width by one pixel. */
  readonly stroke: number;
}

/**
 * Draws a random change of everything: rotated by up to 15 degrees, scaled by 0.85 to 1.15, slanted
 * by up to 0.2, moved by up to 3 pixels, and one pixel thinner or wider.
 */
export function drawnChange(random: Pick<Random, 'uniform' | 'below'>): Change {
  const even = (most: number): number => (2 * random.uniform() - 1) * most;
  return {
    rotation: even(15),
    shear: even(0.2),
    scale: 1 + even(0.15),
    x: even(3),
    y: even(3),
    stroke: (random.below(3) - 1) / 2,
  };
}

const FINE = 3;
const SIDE = 28;

/** A changed copy of an image [28, 28], computed on a grid that is three times as fine. */
export function variantOf(picture: Uint8Array, { rotation, shear, scale, x, y, stroke }: Change): Uint8Array {
  const angle = (rotation * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const [a, b, c, d] = [cosine, cosine * shear - sine, sine, sine * shear + cosine];
  const determinant = a * d - b * c;
  const side = SIDE * FINE;
  let fine = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [u, v] = [(column + 0.5) / FINE - SIDE / 2 - x, (row + 0.5) / FINE - SIDE / 2 - y];
      const [from, down] = [(d * u - b * v) / determinant, (a * v - c * u) / determinant];
      fine[row * side + column] = sample(picture, from + SIDE / 2 - 0.5, down + SIDE / 2 - 0.5);
    }
  }
  if (stroke !== 0) fine = withStroke(fine, side, stroke);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < FINE * FINE; j++) {
      const [row, column] = [Math.floor(i / SIDE) * FINE + Math.floor(j / FINE), (i % SIDE) * FINE + (j % FINE)];
      sum += fine[row * side + column];
    }
    return Math.round(sum / (FINE * FINE));
  });
}

function withStroke(fine: Float32Array<ArrayBuffer>, side: number, stroke: number): Float32Array<ArrayBuffer> {
  const radius = Math.abs(stroke) * FINE;
  const reach = Math.ceil(radius);
  const pick = stroke > 0 ? Math.max : Math.min;
  return Float32Array.from(fine, (own, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    let value = own;
    for (let y = -reach; y <= reach; y++) {
      for (let x = -reach; x <= reach; x++) {
        if (x * x + y * y > radius * radius + 1e-9) continue;
        const inside = row + y >= 0 && row + y < side && column + x >= 0 && column + x < side;
        value = pick(value, inside ? fine[(row + y) * side + column + x] : 0);
      }
    }
    return value;
  });
}

/** The value at a point between pixels, by bilinear interpolation. */
function sample(picture: Uint8Array, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  let sum = 0;
  for (const [i, j] of [
    [left, top],
    [left + 1, top],
    [left, top + 1],
    [left + 1, top + 1],
  ]) {
    if (i < 0 || j < 0 || i >= SIDE || j >= SIDE) continue;
    sum += picture[j * SIDE + i] * (1 - Math.abs(x - i)) * (1 - Math.abs(y - j));
  }
  return sum;
}
