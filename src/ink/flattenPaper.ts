import type { GrayImage } from '../image/pixels.js';
import { shrink } from './shrink.js';
import { solve } from './solve.js';

/** Longer side, in pixels, of the picture that the surface is fitted to: light is soft, and it is quick. */
const SIDE = 48;
/** What a pixel above the surface weighs against one below it: strokes lie above, and are to be passed under. */
const WEIGHT_ABOVE = 0.05;
const ROUNDS = 8;
/** Terms of the surface: 1, x, y, x^2, xy, y^2. */
const TERMS = 6;

/**
 * Takes uneven light out of a picture of ink, 0 = paper, 255 = ink: a shade that grows towards one side, or towards the
 * corners. It subtracts the quadratic surface that the paper lies on, fitted by asymmetric least squares (P. Eilers & H.
 * Boelens 2005, "Baseline correction with asymmetric least squares smoothing").
 */
export function flattenPaper(ink: GrayImage): GrayImage {
  const { width, height } = ink;
  const surface = fitSurface(shrink(ink, SIDE));
  const data = new Uint8Array(ink.data.length);
  for (let y = 0, i = 0; y < height; y++) {
    const v = (2 * y + 1) / height - 1;
    const constant = surface[0] + surface[2] * v + surface[5] * v * v;
    const linear = surface[1] + surface[4] * v;
    for (let x = 0; x < width; x++, i++) {
      const u = (2 * x + 1) / width - 1;
      data[i] = Math.min(255, Math.max(0, ink.data[i] - constant - u * (linear + u * surface[3]) + 0.5));
    }
  }
  return { width, height, data };
}

/** Coefficients [6] of the paper's level over u and v, which run from -1 to 1 across the picture and down. */
function fitSurface({ width, height, data }: GrayImage): Float64Array {
  let surface = new Float64Array(TERMS);
  for (let round = 0; round < ROUNDS; round++) {
    const matrix = new Float64Array(TERMS * TERMS);
    const right = new Float64Array(TERMS);
    const terms = new Float64Array(TERMS);
    for (let y = 0, i = 0; y < height; y++) {
      const v = (2 * y + 1) / height - 1;
      for (let x = 0; x < width; x++, i++) {
        const u = (2 * x + 1) / width - 1;
        terms.set([1, u, v, u * u, u * v, v * v]);
        let level = 0;
        for (let k = 0; k < TERMS; k++) level += surface[k] * terms[k];
        const weight = round > 0 && data[i] > level ? WEIGHT_ABOVE : 1;
        for (let row = 0; row < TERMS; row++) {
          right[row] += weight * terms[row] * data[i];
          for (let column = 0; column < TERMS; column++)
            matrix[row * TERMS + column] += weight * terms[row] * terms[column];
        }
      }
    }
    // Keeps the fit defined in pictures of fewer than three rows or columns.
    for (let k = 0; k < TERMS; k++) matrix[k * TERMS + k] += 1e-6;
    surface = solve(matrix, right);
  }
  return surface;
}
