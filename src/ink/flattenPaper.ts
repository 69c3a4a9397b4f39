import type { GrayImage } from '../image/pixels.js';
import { openPicture } from './openPicture.js';
import { resize } from './resize.js';
import { shrink } from './shrink.js';
import { solve } from './solve.js';

/** Longer side, in pixels, of the picture that the paper is looked for in: light is soft, and it is quick. */
const SIDE = 64;
/** What a pixel above the surface weighs against one below it: strokes lie above, and are to be passed under. */
const WEIGHT_ABOVE = 0.05;
const ROUNDS = 8;
/** Terms of the surface: 1, x, y, x^2, xy, y^2. */
const TERMS = 6;
/** Strokes are narrower than twice this share of the longer side; what is wider is a shadow. */
const WIDEST = 0.2;
/** The least light that is divided by, of 255: what is darker still holds no picture. */
const LEAST_LIGHT = 40;

/**
 * Takes uneven light out of a picture of ink, 0 = paper, 255 = ink. The paper is what lies under everything narrow: first a
 * quadratic surface, for a shade that grows towards one side or the corners, fitted by asymmetric least squares (P. Eilers &
 * H. Boelens 2005, "Baseline correction with asymmetric least squares smoothing"), then the opening of what is left, for the
 * edges of shadows. Ink counts as a share of the light that falls where it is.
 */
export function flattenPaper(ink: GrayImage): GrayImage {
  const { width, height } = ink;
  const paper = resize(findPaper(shrink(ink, SIDE)), width, height);
  const data = new Uint8Array(ink.data.length);
  for (let i = 0; i < data.length; i++) {
    const above = ink.data[i] - paper.data[i];
    if (above > 0) data[i] = Math.min(255, (255 * above) / Math.max(LEAST_LIGHT, 255 - paper.data[i]) + 0.5);
  }
  return { width, height, data };
}

function findPaper(small: GrayImage): GrayImage {
  const { width, height } = small;
  const surface = drawSurface(fitSurface(small), width, height);
  const low = Math.min(0, surface.reduce((least, value, i) => Math.min(least, small.data[i] - value), 0));
  const rest = small.data.map((value, i) => Math.min(255, value - surface[i] - low));
  const { data } = openPicture({ width, height, data: rest }, Math.round(WIDEST * Math.max(width, height)));
  return { width, height, data: data.map((value, i) => Math.min(255, Math.max(0, value + low + surface[i]))) };
}

/** [height, width] */
function drawSurface(surface: Float64Array, width: number, height: number): Float64Array {
  const drawn = new Float64Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const v = (2 * y + 1) / height - 1;
    for (let x = 0; x < width; x++, i++) {
      const u = (2 * x + 1) / width - 1;
      drawn[i] = surface[0] + u * (surface[1] + u * surface[3] + v * surface[4]) + v * (surface[2] + v * surface[5]);
    }
  }
  return drawn;
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
