import { INPUT_SIDE } from '../ink/mnistInput.js';

/**
 * The frame in which the ink of a picture is centred and equally wide in every direction. A point u
 * of the frame is the pixel (x + xx ux + xy uy, y + xy ux + yy uy). One unit of the frame is
 * `scale` pixels, the geometric mean of both directions.
 */
export interface InkFrame {
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  readonly scale: number;
}

/**
 * Is added to the variance in each direction, as a share of the sum of both: the width of a bar is
 * mostly that of the pen.
 */
const FLOOR = 0.08;

/**
 * The frame of `ink` [28, 28], or null if there is no ink. The frame is the symmetric root of the
 * second moments ("whitening"): pictures that are affine variants of each other have the same
 * content in their frames, except for a rotation.
 */
export function inkFrame(ink: ArrayLike<number>): InkFrame | null {
  let [total, sumX, sumY, sumXx, sumXy, sumYy] = [0, 0, 0, 0, 0, 0];
  for (let y = 0; y < INPUT_SIDE; y++) {
    for (let x = 0; x < INPUT_SIDE; x++) {
      const value = ink[y * INPUT_SIDE + x];
      if (value === 0) continue;
      total += value;
      sumX += value * x;
      sumY += value * y;
      sumXx += value * x * x;
      sumXy += value * x * y;
      sumYy += value * y * y;
    }
  }
  if (total === 0) return null;
  const [x, y] = [sumX / total, sumY / total];
  const [xx, xy, yy] = [sumXx / total - x * x, sumXy / total - x * y, sumYy / total - y * y];
  // Without this, a single pixel would have no extent. A twelfth is the variance within a pixel.
  const floor = FLOOR * (xx + yy) + 1 / 12;
  const [a, d] = [xx + floor, yy + floor];
  const root = Math.sqrt(Math.max(a * d - xy * xy, 0));
  const trace = Math.sqrt(a + d + 2 * root);
  return { x, y, xx: (a + root) / trace, xy: xy / trace, yy: (d + root) / trace, scale: Math.sqrt(root) };
}

/** The value of `picture` [28, 28] between pixels, 0 outside. */
export function sampleAt(picture: Float32Array, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= INPUT_SIDE - 1 || top >= INPUT_SIDE - 1) return sampleAtEdge(picture, x, y);
  const i = top * INPUT_SIDE + left;
  const across = x - left;
  const above = picture[i] + (picture[i + 1] - picture[i]) * across;
  const below = picture[i + INPUT_SIDE] + (picture[i + INPUT_SIDE + 1] - picture[i + INPUT_SIDE]) * across;
  return above + (below - above) * (y - top);
}

function sampleAtEdge(picture: Float32Array, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  let sum = 0;
  for (let j = top; j <= top + 1; j++) {
    for (let i = left; i <= left + 1; i++) {
      if (i < 0 || j < 0 || i >= INPUT_SIDE || j >= INPUT_SIDE) continue;
      sum += picture[j * INPUT_SIDE + i] * (1 - Math.abs(x - i)) * (1 - Math.abs(y - j));
    }
  }
  return sum;
}
