import { DRAW, drawBits } from './imageRandom.js';
import { CELL, type ElasticField } from './warpGrid.js';

/**
 * Standard deviation of a field whose knots have deviation 1: the integral of the squared spline is
 * 151/315 along each axis.
 */
const SPREAD = 151 / 315;

/**
 * Elastic distortion (Simard, Steinkraus & Platt 2003, "Best Practices for Convolutional Neural
 * Networks Applied to Visual Document Analysis"): displacements drawn for each pixel and smoothed
 * by a Gaussian of `sigma` pixels. This is a cheaper form of it: random numbers at knots sqrt(3) *
 * sigma apart, interpolated by cubic B-splines, which have standard deviation sigma and are nearly
 * Gaussian (Unser, Aldroubi & Eden 1992), and evaluated only at every CELL-th pixel. The paper's
 * alpha = 34 with sigma = 4 corresponds to a displacement of 1.4.
 */
export function createElasticField(points: number, sigma: number): ElasticField {
  const distance = (Math.sqrt(3) * sigma) / CELL; // distance of neighbouring knots, in points
  const knots = Math.floor((points - 1) / distance) + 4;
  const first = new Int32Array(points); // the first of the four knots that affect a point
  const weights = new Float64Array(points * 4);
  for (let point = 0; point < points; point++) {
    const knot = Math.floor(point / distance);
    const f = point / distance - knot;
    const g = 1 - f;
    first[point] = knot;
    weights.set([g * g * g, 4 - 6 * f * f + 3 * f * f * f, 4 - 6 * g * g + 3 * g * g * g, f * f * f], point * 4);
  }
  for (let i = 0; i < weights.length; i++) weights[i] /= 6;

  const knotsX = new Float64Array(knots * knots);
  const knotsY = new Float64Array(knots * knots);
  const rowsX = new Float64Array(knots * points); // [knots, points]: smoothed along x only
  const rowsY = new Float64Array(knots * points);
  const x = new Float64Array(points * points);
  const y = new Float64Array(points * points);
  const fill = (key: number, displacement: number): void => {
    // Uniform 16-bit numbers have a standard deviation of 2^15 / sqrt(3); both axes come from one
    // draw.
    const unit = (Math.sqrt(3) * displacement) / (SPREAD * 32768);
    for (let i = 0; i < knots * knots; i++) {
      const bits = drawBits(key, DRAW.eachKnot + i);
      knotsX[i] = ((bits & 0xffff) - 32767.5) * unit;
      knotsY[i] = ((bits >>> 16) - 32767.5) * unit;
    }
    smoothRows(knotsX, rowsX, first, weights, knots);
    smoothRows(knotsY, rowsY, first, weights, knots);
    smoothColumns(rowsX, x, first, weights);
    smoothColumns(rowsY, y, first, weights);
  };
  return { x, y, fill };
}

/** Smooths along x: [knots, knots] to [knots, points]. */
function smoothRows(from: Float64Array, to: Float64Array, first: Int32Array, weights: Float64Array, knots: number) {
  const points = first.length;
  for (let row = 0; row < knots; row++) {
    for (let point = 0; point < points; point++) {
      const at = row * knots + first[point];
      const w = point * 4;
      to[row * points + point] =
        weights[w] * from[at] +
        weights[w + 1] * from[at + 1] +
        weights[w + 2] * from[at + 2] +
        weights[w + 3] * from[at + 3];
    }
  }
}

/** Smooths along y: [knots, points] to [points, points]. */
function smoothColumns(from: Float64Array, to: Float64Array, first: Int32Array, weights: Float64Array): void {
  const points = first.length;
  for (let row = 0; row < points; row++) {
    const w0 = weights[row * 4];
    const w1 = weights[row * 4 + 1];
    const w2 = weights[row * 4 + 2];
    const w3 = weights[row * 4 + 3];
    let at = first[row] * points;
    for (let point = 0; point < points; point++, at++) {
      to[row * points + point] =
        w0 * from[at] + w1 * from[at + points] + w2 * from[at + points * 2] + w3 * from[at + points * 3];
    }
  }
}
