import type { GrayImage } from '../image/pixels.js';

/** With at least this many rows, every second row is enough. */
const MANY = 128;

/**
 * For the current picture: how often each strength of curvature occurs, in steps of 6, which is the
 * standard deviation of the curvature for noise of deviation 1.
 */
const histogram = new Uint32Array(256);

/**
 * The standard deviation of a picture's noise, 0..255. It is estimated from the curvature along y
 * of the curvature along x, which is 0 for shades and for straight lines along x or y, as the
 * median over all pixels, which strokes hardly affect. (J. Immerkaer 1996, "Fast noise variance
 * estimation", with the median instead of the mean.)
 */
export function measureNoise({ width, height, data }: GrayImage): number {
  if (width < 3 || height < 3) return 0;
  histogram.fill(0);
  const step = height < MANY ? 1 : 2;
  let rows = 0;
  for (let y = 1; y + 1 < height; y += step, rows++) {
    for (let x = 1, i = y * width + 1; x + 1 < width; x++, i++) {
      const above = data[i - width - 1] - 2 * data[i - width] + data[i - width + 1];
      const here = data[i - 1] - 2 * data[i] + data[i + 1];
      const below = data[i + width - 1] - 2 * data[i + width] + data[i + width + 1];
      histogram[Math.min(255, Math.round(Math.abs(above - 2 * here + below) / 6))]++;
    }
  }
  const half = (rows * (width - 2)) / 2;
  let value = 0;
  for (let below = histogram[0]; below < half; below += histogram[value]) value++;
  return value / 0.6745; // the median of |z| for a standard normal z
}
